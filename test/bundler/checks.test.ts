// needs functions/sources/customerio.ts
// needs functions/sources/typeform.ts
import { beforeAll, describe, expect, it } from "@jest/globals";
import { hmac } from "../../functions/runtime/signatures/proofs.ts";
import { scheme } from "../../functions/runtime/signatures/scheme.ts";
import app from "../../functions/sources/app.ts";
import { checkUnits } from "../../bundler/check/checks.ts";
import { readSchemas, type Schemas } from "../../bundler/read/schemas.ts";
import { findUnits, type Units } from "../../bundler/read/units.ts";

const clientNames = (await findUnits()).clients.map(({ file }) => file).join(", ");

let units: Units;
let schemas: Schemas;

beforeAll(async () => {
  [units, schemas] = await Promise.all([findUnits(), readSchemas()]);
});

type Changes = Readonly<Record<string, unknown>>;
type Kind = keyof Units;

/** The checkout's units with one specification, or the name of its file, changed. */
function unitsWith(kind: Kind, file: string, changes: Changes, renamed = file): Units {
  const change = <Unit extends { file: string; specification: object }>(unit: Unit) =>
    unit.file === file ? { ...unit, file: renamed, specification: { ...unit.specification, ...changes } } : unit;
  return { ...units, [kind]: (units[kind] as readonly { file: string; specification: object }[]).map(change) };
}

function faultsOf(wrong: Units, known = schemas): string[] {
  try {
    checkUnits(wrong, known);
  } catch (error) {
    if (error instanceof Error && error.name === "SpecificationError") return error.message.split("\n");
    throw error;
  }
  return [];
}

describe("checkUnits", () => {
  it("passes this checkout", () => {
    expect(faultsOf(units)).toEqual([]);
  });

  it.each<[string, Kind, string, Changes, string]>([
    [
      "a misspelt member of a handler",
      "handlers",
      "form-submitted",
      { resurces: { memoryMiB: 512 } },
      'functions/handlers/form-submitted.ts: resurces is not known (did you mean "resources"?).',
    ],
    [
      "a misspelt member of its delivery",
      "handlers",
      "form-submitted",
      { delivery: { orderd: false } },
      'functions/handlers/form-submitted.ts: delivery.orderd is not known (did you mean "ordered"?).',
    ],
    [
      "what an ordinary handler has alone, of a batch handler",
      "handlers",
      "form-submitted",
      { batch: {}, delivery: { ordered: true } },
      "functions/handlers/form-submitted.ts: delivery.ordered is not known (there are: attempts, priority, pauseAfter).",
    ],
    [
      "a misspelt member of a source",
      "sources",
      "app",
      { maxBodyByte: 1024 },
      'functions/sources/app.ts: maxBodyByte is not known (did you mean "maxBodyBytes"?).',
    ],
    [
      "a timeout above 590",
      "handlers",
      "form-submitted",
      { delivery: { timeoutSeconds: 591 } },
      "functions/handlers/form-submitted.ts: delivery.timeoutSeconds is 591; 10 to 590 are possible, since Pub/Sub waits 600 s at most for a push.",
    ],
    [
      "a timeout below 10",
      "handlers",
      "form-submitted",
      { delivery: { timeoutSeconds: 9 } },
      "functions/handlers/form-submitted.ts: delivery.timeoutSeconds is 9; 10 to 590 are possible, since Pub/Sub waits 600 s at most for a push.",
    ],
    [
      "half a second",
      "handlers",
      "form-submitted",
      { delivery: { timeoutSeconds: 30.5 } },
      "functions/handlers/form-submitted.ts: delivery.timeoutSeconds is 30.5; 10 to 590 are possible, since Pub/Sub waits 600 s at most for a push.",
    ],
    [
      "no attempt",
      "handlers",
      "form-submitted",
      { delivery: { attempts: 0 } },
      "functions/handlers/form-submitted.ts: delivery.attempts is 0; 1 to 50 are possible.",
    ],
    [
      "more attempts than the subscription makes",
      "handlers",
      "form-submitted",
      { delivery: { attempts: 51 } },
      "functions/handlers/form-submitted.ts: delivery.attempts is 51; 1 to 50 are possible.",
    ],
    [
      "a misspelt member of when it pauses",
      "handlers",
      "form-submitted",
      { delivery: { pauseAfter: { event: 3 } } },
      'functions/handlers/form-submitted.ts: delivery.pauseAfter.event is not known (did you mean "events"?).',
    ],
    [
      "one event whose refusal is to pause a handler",
      "handlers",
      "form-submitted",
      { delivery: { pauseAfter: { events: 1 } } },
      "functions/handlers/form-submitted.ts: delivery.pauseAfter.events is 1; 2 to 100 are possible.",
    ],
    [
      "a priority that there is none of",
      "handlers",
      "form-submitted",
      { delivery: { priority: "high" } },
      'functions/handlers/form-submitted.ts: delivery.priority is "high"; "live" and "batch" are possible.',
    ],
    [
      "a batch handler's policy that is none",
      "handlers",
      "form-submitted",
      { batch: true, delivery: {} },
      "functions/handlers/form-submitted.ts: batch is no object: { } stands for the defaults.",
    ],
    [
      "a budget that leaves no time for the last batch",
      "handlers",
      "form-submitted",
      { batch: { budgetSeconds: 501 }, delivery: {} },
      "functions/handlers/form-submitted.ts: batch.budgetSeconds is 501; whole numbers from 10 to 500 are possible.",
    ],
    [
      "batches of nothing",
      "handlers",
      "form-submitted",
      { batch: { maxMessages: 0 }, delivery: {} },
      "functions/handlers/form-submitted.ts: batch.maxMessages is 0; whole numbers from 1 to 10000 are possible.",
    ],
    [
      "a schedule that is none",
      "handlers",
      "form-submitted",
      { batch: { schedule: "each minute" }, delivery: {} },
      'functions/handlers/form-submitted.ts: batch.schedule is "each minute"; five fields of cron are expected, as "* * * * *".',
    ],
    [
      "a time zone that is none",
      "handlers",
      "form-submitted",
      { batch: { timeZone: "Europe/Bonn" }, delivery: {} },
      'functions/handlers/form-submitted.ts: batch.timeZone is "Europe/Bonn"; a name of the tz database is expected, as "Europe/Berlin".',
    ],
    [
      "less than a whole CPU for a batch handler, which takes a second call to refuse it",
      "handlers",
      "form-submitted",
      { batch: {}, delivery: {}, resources: { cpu: 0.5 } },
      "functions/handlers/form-submitted.ts: resources.concurrency is 2 with 0.5 vCPU; more than 1 needs cpu of 1 or more.",
    ],
    [
      "an unknown client",
      "handlers",
      "form-submitted",
      { uses: ["salesforce", "marketo"] },
      `functions/handlers/form-submitted.ts: uses names "marketo", and there is no functions/clients/marketo/client.ts (there are: ${clientNames}).`,
    ],
    [
      "a handler's name that its file has not",
      "handlers",
      "form-submitted",
      { name: "form-archive" },
      'functions/handlers/form-submitted.ts: its name is "form-archive"; the file must be form-archive.ts.',
    ],
    [
      "concurrency above 1 with less than 1 CPU",
      "handlers",
      "form-submitted",
      { resources: { cpu: 0.5, concurrency: 2 } },
      "functions/handlers/form-submitted.ts: resources.concurrency is 2 with 0.5 vCPU; more than 1 needs cpu of 1 or more.",
    ],
    [
      "a source's resources",
      "sources",
      "app",
      { resources: { memoryMiB: 64 } },
      "functions/sources/app.ts: resources.memoryMiB is 64 with 1 vCPU; 128 to 4096 are possible.",
    ],
    [
      "a body that no message holds",
      "sources",
      "app",
      { maxBodyBytes: 7 * 1024 * 1024 + 1 },
      "functions/sources/app.ts: maxBodyBytes is 7340033; at most 7340032 fit into a Pub/Sub message.",
    ],
    [
      "a body's limit with a unit",
      "sources",
      "app",
      { maxBodyBytes: "1MB" },
      'functions/sources/app.ts: maxBodyBytes is "1MB"; a whole number of bytes is expected.',
    ],
    [
      "a signature that is no scheme",
      "sources",
      "app",
      { signature: { name: "Acme" } },
      "functions/sources/app.ts: signature is no scheme: scheme({ … }) makes one, or a function of functions/runtime/signatures/schemes.ts.",
    ],
    [
      "a scheme that says no place of its signature",
      "sources",
      "app",
      { signature: scheme({ name: "Acme", proof: hmac("sha256", "hex"), signed: () => [] } as never) },
      "functions/sources/app.ts: signature can't be verified: TypeError: Cannot read properties of undefined (reading 'read'). Is a place missing, such as scheme()'s signature?",
    ],
    [
      "no kind",
      "sources",
      "app",
      { kinds: {} },
      "functions/sources/app.ts: kinds is empty: it maps the sender's kinds onto events.",
    ],
    [
      "a kind without a schema",
      "sources",
      "app",
      { kinds: { "form.submited": () => [] } },
      'functions/sources/app.ts: kinds maps "form.submited", and schemas/sources/app/form.submited.json is missing (did you mean "form.submitted"?).',
    ],
    [
      "a kind without a sample",
      "sources",
      "app",
      { kinds: { "form.submitted": () => [], "form opened": () => [] } },
      "samples/webhooks/app/form-opened.json is missing: what the sender posts of that kind.",
    ],
    [
      "a schema of a kind that is not mapped",
      "sources",
      "app",
      { kinds: { "form.submited": () => [] } },
      "schemas/sources/app/form.submitted.json: functions/sources/app.ts maps no such kind.",
    ],
    [
      "two kinds of one file, on a disk that tells no case too",
      "sources",
      "app",
      { kinds: { "form/opened": () => [], "Form opened": () => [] } },
      'functions/sources/app.ts: kinds maps "form/opened" and "Form opened", whose files would have one name.',
    ],
    [
      "bodies that the memory does not hold",
      "sources",
      "customerio",
      { resources: { concurrency: 40 } },
      "functions/sources/customerio.ts: 40 bodies of 7340032 bytes at once don't fit into 256 MiB; 7 do (resources.concurrency, resources.memoryMiB).",
    ],
    [
      "a sample of another kind",
      "sources",
      "app",
      { kind: () => "form.opened" },
      'samples/webhooks/app/form.submitted.json: it is of the kind "form.opened", not of that of its name.',
    ],
    [
      "a sample whose event is refused",
      "sources",
      "app",
      {
        kinds: {
          ...app.kinds,
          "form.submitted": () => [{ type: "form.submitted", person: "a@example.com", data: {} }],
        },
      },
      "samples/webhooks/app/form.submitted.json: it would be quarantined: /data/formId is missing.",
    ],
  ])("says what and where of %s", (_what, kind, file, changes, sentence) => {
    expect(faultsOf(unitsWith(kind, file, changes))).toContain(sentence);
  });

  it("says where a mapping stumbles over a sample, and over what", () => {
    const stumble = () => {
      throw new TypeError("x is undefined");
    };
    expect(faultsOf(unitsWith("sources", "app", { kinds: { ...app.kinds, "form.submitted": stumble } }))).toEqual([
      expect.stringMatching(
        /^samples\/webhooks\/app\/form\.submitted\.json: it would be quarantined: the mapping of source app failed: TypeError at checks\.test\.ts:\d+ \(x is undefined\)\.$/,
      ),
    ]);
  });

  it("says that a handler's event type is unknown, and which was meant, and not what comes of it", () => {
    const wrong = unitsWith("handlers", "invoice-paid", { eventType: "invoice.payed" });
    expect(faultsOf(wrong)).toEqual([
      'functions/handlers/invoice-paid.ts: the event type "invoice.payed" is unknown: there is no schemas/invoice.payed.json (did you mean "invoice.paid"?).',
    ]);
  });

  it("says that an event type that is published has no handler", () => {
    const deaf = { ...units, handlers: units.handlers.filter(({ file }) => file !== "contact-unsubscribed") };
    expect(checkUnits(deaf, schemas)).toEqual([
      "schemas/contact.unsubscribed.json: a source publishes contact.unsubscribed, and no handler in functions/handlers takes it.",
    ]);
  });

  it("says that a source has no schema", () => {
    expect(
      faultsOf(units, { ...schemas, envelopes: new Map([...schemas.envelopes].filter(([name]) => name !== "app")) }),
    ).toEqual([
      "functions/sources/app.ts: schemas/sources/app.json is missing: the schema of what kind and handshake read.",
    ]);
  });

  it("says that a source's schemas are left without it", () => {
    const less = { ...units, sources: units.sources.filter(({ file }) => file !== "typeform") };
    expect(faultsOf(less)).toEqual(["schemas/sources/typeform: there is no functions/sources/typeform.ts."]);
  });

  it.each(["form-submitted", "keeper", "sweep"])("says that a source has the name of another function, %s", (name) => {
    expect(faultsOf(unitsWith("sources", "app", { name }, name))).toContain(
      `functions: "${name}" is the name of more than one source or handler; each becomes a function of that name.`,
    );
  });

  it.each(["Form", "a", "form_submitted", "1form", "form-", "x".repeat(51)])(
    "says that %j can't be a function's name",
    (name) => {
      expect(faultsOf(unitsWith("sources", "app", { name }, name)).join()).toContain(
        `the name "${name}" can't be a function's`,
      );
    },
  );

  it("says everything that is wrong at once", () => {
    const wrong = unitsWith("handlers", "form-submitted", {
      delivery: { timeoutSeconds: 0, attempts: 99 },
      uses: ["marketo"],
      resources: { cpu: 3 },
    });
    expect(faultsOf(wrong)).toHaveLength(4);
  });

  it("lets a second handler take the same event type under a name of its own", () => {
    const [first] = units.handlers.filter(({ file }) => file === "form-submitted");
    if (first === undefined) throw new Error("there is no form-submitted");
    const second = { file: "form-archive", specification: { ...first.specification, name: "form-archive" } };
    expect(faultsOf({ ...units, handlers: [...units.handlers, second] })).toEqual([]);
    const nameless = { file: "form-archive", specification: first.specification };
    expect(faultsOf({ ...units, handlers: [...units.handlers, nameless] })).toContain(
      'functions/handlers/form-archive.ts: its name is "form-submitted"; say name: "form-archive" for another handler of its event type, or the file must be form-submitted.ts.',
    );
  });
});
