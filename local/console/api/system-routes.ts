import { normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { commonFaults } from "../../core/faults.ts";
import type { Subject } from "../../core/circumstances.ts";
import { readConfiguration } from "../../runner/configuration.ts";
import type { SystemView } from "../contract/systems.ts";
import { recordOf, recordsOf, systemNamed } from "../people/records.ts";
import { anything, byName, list, object, ref, text } from "./json-schema.ts";
import type { Route } from "./route.ts";
import type { Console } from "../console.ts";
import { RefusedCall } from "../refused-call.ts";

const WHOM = object({ email: { type: "string", pattern: "@", description: "whom it is about" } });

/** The systems as tables, and people's actions in them. */
export const systemRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/systems",
    summary: "each system: its kinds of records, operations, faults, starting states and interventions",
    answer: list(ref("SystemView")),
    run: ({ world }) =>
      [...world.systems.values()].map(
        ({
          name,
          state,
          operations,
          faults,
          startingStates,
          interventions,
          recordActs = {},
          allowance,
        }): SystemView => ({
          name,
          kinds: Object.entries(state()).map(([kind, records]) => ({ kind, count: records.length })),
          operations,
          faults: { ...commonFaults, ...faults },
          startingStates: startingStates.map((one) => one.name),
          interventions: interventions.map((one) => one.name),
          recordActs: Object.fromEntries(Object.entries(recordActs).map(([kind, acts]) => [kind, Object.keys(acts)])),
          ...(allowance !== undefined && { allowance: allowance() }),
        }),
      ),
  },
  {
    method: "GET",
    path: "/api/systems/{system}/{kind}",
    summary: "the records of a kind, page by page",
    query: {
      after: { ...text, description: "records after the one of this id" },
      limit: { type: "integer", minimum: 1, maximum: 5000, default: 500 },
    },
    answer: ref("RecordPage"),
    run({ world }, { path, query: { after, limit } }) {
      const all = recordsOf(systemNamed(world.systems, path["system"] ?? ""), path["kind"] ?? "");
      const start = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
      return { records: all.slice(start, start + Number(limit)), total: all.length };
    },
  },
  {
    method: "GET",
    path: "/api/systems/{system}/{kind}/{id}",
    summary: "one record",
    answer: ref("SystemRecord"),
    run: ({ world }, { path }) => theRecord(world.systems, path).record,
  },
  {
    method: "PATCH",
    path: "/api/systems/{system}/{kind}/{id}",
    summary: "changes fields of a record as somebody in the system itself would",
    request: { ...byName(anything), minProperties: 1 },
    answer: ref("SystemRecord"),
    async run({ world }, { path, body }) {
      const { system, record } = theRecord(world.systems, path);
      if (system.editRecord === undefined) throw new RefusedCall(409, `nobody edits ${system.name} by hand here`);
      await system.editRecord(record.kind, record.id, { ...Object(body) });
      return recordOf(system, record.kind, record.id);
    },
  },
  {
    method: "DELETE",
    path: "/api/systems/{system}/{kind}/{id}",
    summary: "deletes a record as somebody in the system itself would",
    run({ world }, { path }) {
      const { system, record } = theRecord(world.systems, path);
      if (system.deleteRecord === undefined)
        throw new RefusedCall(409, `nobody deletes in ${system.name} by hand here`);
      system.deleteRecord(record.kind, record.id);
    },
  },
  {
    method: "POST",
    path: "/api/systems/{system}/{kind}/{id}/{act}",
    summary: "does to a record what people do to it there besides: GET /api/systems names it, like a Lead's convert",
    run({ world }, { path }) {
      const { system, record } = theRecord(world.systems, path);
      const acts = Object.entries(system.recordActs?.[record.kind] ?? {}).map(([name, act]) => ({ name, act }));
      named(acts, path["act"], `act for a ${record.kind}`).act(record.id);
    },
  },
  {
    method: "GET",
    path: "/api/systems/{system}/{kind}/{id}/history",
    summary: "what became of a record, the newest last; of one that is deleted too",
    answer: list(ref("Change")),
    run: ({ journal }, { path }) =>
      journal.changes(
        ({ system, kind, id }) => system === path["system"] && kind === path["kind"] && id === path["id"],
      ),
  },
  {
    method: "POST",
    path: "/api/systems/{system}/allowance",
    summary: "has others use so much of what the system allows, of each unit: percent",
    request: object({ percent: { type: "number", minimum: 0, maximum: 100 } }),
    run({ world }, { path, body }) {
      const { spend, name } = systemNamed(world.systems, path["system"] ?? "");
      if (spend === undefined) throw new RefusedCall(409, `${name} limits nothing by the day here`);
      const { percent } = body as { percent: number }; // validated by the schema
      spend(percent / 100);
    },
  },
  {
    method: "POST",
    path: "/api/systems/{system}/starting-states/{name}",
    summary: "adds what the prover starts from, for one person",
    request: WHOM,
    run(console, { path, body }) {
      const { startingStates } = systemNamed(console.world.systems, path["system"] ?? "");
      const [state, subject] = [named(startingStates, path["name"], "starting state"), subjectOf(body)];
      try {
        state.arrange(subject);
      } catch (error) {
        const { message } = error instanceof Error && error.cause instanceof Error ? error.cause : Object(error);
        const sentence = `It begins where there is nobody of ${subject.email}: reset all, or take another address`;
        throw new RefusedCall(409, `${sentence}. ${message}`);
      }
    },
  },
  {
    method: "POST",
    path: "/api/systems/{system}/interventions/{name}",
    summary: "does what people and other tools do there, to one person's records",
    request: WHOM,
    run(console, { path, body }) {
      const { interventions } = systemNamed(console.world.systems, path["system"] ?? "");
      const isDone = named(interventions, path["name"], "intervention").act(subjectOf(body));
      if (!isDone)
        throw new RefusedCall(409, `${path["name"]}: there is nothing of ${subjectOf(body).email} to do it to`);
    },
  },
];

function theRecord(systems: Console["world"]["systems"], path: Readonly<Record<string, string>>) {
  const system = systemNamed(systems, path["system"] ?? "");
  return { system, record: recordOf(system, path["kind"] ?? "", path["id"] ?? "") };
}

function named<One extends { readonly name: string }>(all: readonly One[], name = "", what: string): One {
  const found = all.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = all.map((one) => one.name).join("; ");
  throw new RefusedCall(404, `there is no ${what} ${JSON.stringify(name)}; there are: ${names}`);
}

function subjectOf(body: unknown): Subject {
  const { email } = body as { email: string }; // validated by WHOM
  return { email: normaliseEmail(email), eventAt: Date.now(), configuration: readConfiguration() };
}
