// needs functions/sources/customerio.ts
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import type { EventPage, Life } from "../../../local/console/contract/events.ts";
import type { PersonView } from "../../../local/console/contract/people.ts";
import type { Sent } from "../../../local/console/contract/send.ts";
import type { Why } from "../../../local/console/contract/why.ts";
import type { SystemView } from "../../../local/console/contract/systems.ts";
import type { HandlerView } from "../../../local/console/contract/handlers.ts";
import type { LetterPage } from "../../../local/console/contract/dead-letters.ts";
import { routes } from "../../../local/console/api/routes.ts";
import { type FastLane, startFastLane } from "../runner/fast-lane.ts";
import { poll } from "../runner/history.ts";

interface Operation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}
interface Document {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}

const ADA = "ada@example.com";
let lane: FastLane;
let document: Document;
const asked = new Set<string>();
beforeAll(async () => {
  lane = await startFastLane();
  document = JSON.parse((await lane.ask("GET", "/api/openapi.json")).text);
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

/** Asks a route, and holds the answer against the document. */
async function ask(method: string, path: string, parts: Readonly<Record<string, string>> = {}, body?: unknown) {
  const operation = document.paths[path.replace(/\?.*/, "")]?.[method.toLowerCase()];
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(parts[name] ?? ""));
  const { status, text } = await lane.ask(method, address, body);
  const schema = (operation?.responses[status] ?? operation?.responses["default"])?.content?.["application/json"]
    ?.schema;
  const answer = text === "" ? undefined : JSON.parse(text);
  if (schema !== undefined) {
    const validate = addFormats
      .default(new Ajv2020({ strict: false }))
      .compile({ ...schema, components: document.components });
    if (!validate(answer))
      throw new Error(`${method} ${path}: ${JSON.stringify(validate.errors)} in ${text.slice(0, 500)}`);
  }
  if (status < 300) asked.add(`${method} ${path.replace(/\?.*/, "")}`);
  return { status, answer };
}

/** The sample form, sent, and handled. */
async function sendForm(options: object = {}): Promise<{ sent: Sent; id: string }> {
  const parts = { source: "app", kind: "form.submitted" };
  const { answer } = await ask("POST", "/api/samples/{source}/{kind}/send", parts, options);
  const sent: Sent = answer;
  return { sent, id: sent.rows[0] ?? "" };
}

async function lifeOf(id: string, outcome = "handled"): Promise<Life> {
  let life: Life | undefined;
  await poll(async () => {
    life = (await ask("GET", "/api/events/{id}", { id })).answer;
    return life?.row.outcome === outcome;
  }, `the outcome ${outcome}`);
  if (life === undefined) throw new Error("never asked");
  return life;
}

async function formSubmitted(): Promise<HandlerView | undefined> {
  const { answer } = await ask("GET", "/api/handlers");
  return (answer as HandlerView[]).find(({ name }) => name === "form-submitted");
}

describe("the API", () => {
  it("tells a webhook's life: the fault that struck, the second attempt's calls, and what they changed", async () => {
    await lane.fault({ system: "salesforce", fault: "apply-then-drop", match: "POST /sobjects/Lead" });
    const { sent, id } = await sendForm({ set: { "data.lastName": "<script>\u202eא" } });
    const { row, webhook, event, handlers, logs } = await lifeOf(id);
    expect(sent.answers).toMatchObject([{ status: 201 }]);
    expect(row).toMatchObject({
      source: "app",
      kind: "form.submitted",
      verdict: "published",
      person: ADA,
      attempts: 2,
    });
    expect(webhook).toMatchObject({ status: 201, verification: { scheme: "Standard Webhooks", ok: true } });
    expect(event?.data).toMatchObject({ lastName: "<script>\u202eא" });
    const [first, second] = handlers.find(({ name }) => name === "form-submitted")?.attempts ?? [];
    expect([first?.outcome, second?.outcome]).toEqual(["refused", "acknowledged"]);
    expect(first?.reason).toBe("ECONNRESET (salesforce, POST /sobjects/Lead)");
    const lost = first?.calls.find(({ fault }) => fault === "apply-then-drop");
    expect(lost).toMatchObject({ operation: "POST /sobjects/Lead", status: null });
    expect(lost?.changes).toMatchObject([{ kind: "Lead", what: "created", handler: "form-submitted", event: id }]);
    expect(lost?.changes[0]?.fields).toContainEqual({ field: "Email", before: null, after: ADA });
    expect(second?.calls.flatMap(({ changes }) => changes.map(({ kind }) => kind))).toContain("CampaignMember");
    expect(logs.map(({ message }) => message)).toContain("event published");
  });

  it("says why a webhook is refused, which its sender is not told", async () => {
    for (const [tamper, reason] of [
      ["unsigned", "SIGNATURE"],
      ["wrong-signature", "SIGNATURE"],
      ["old", "SIGNATURE_STALE"],
    ]) {
      const { sent, id } = await sendForm({ tamper });
      expect(sent.answers[0]?.status).toBe(401);
      let life: Life | undefined;
      await poll(async () => {
        life = (await ask("GET", "/api/events/{id}", { id })).answer;
        return life?.webhook?.verification.reason !== undefined;
      }, "the reason");
      expect(life).toMatchObject({ row: { verdict: "refused" }, webhook: { verification: { ok: false, reason } } });
    }
  });

  it("sends a webhook again under its own id, twice, and as a command", async () => {
    const { id } = await sendForm();
    await lifeOf(id);
    const again: Sent = (await ask("POST", "/api/events/{id}/send", { id }, { times: 2 })).answer;
    expect(again.rows).toHaveLength(2);
    await Promise.all(again.rows.map((one) => lifeOf(one)));
    const { total, rows }: EventPage = (await ask("GET", "/api/events?q=ADA@&source=app&limit=2")).answer;
    expect([total, rows.length, new Set(rows.map(({ eventId }) => eventId)).size]).toEqual([3, 2, 1]);
    expect((await lifeOf(rows[0]?.eventId ?? "")).row.id).toBe(rows.at(-1)?.id);
    const curl = await ask("GET", "/api/events/{id}/curl", { id });
    expect(curl.answer.curl).toMatch(/^curl -i .*webhook-signature: v1,/s);
    expect((await lane.state()).salesforce["Lead"]).toHaveLength(1);
  });

  it("shows everything about a person, and forgets them", async () => {
    const { id } = await sendForm();
    await lifeOf(id);
    const person: PersonView = (await ask("GET", "/api/people/{email}", { email: "Ada@example.com" })).answer;
    expect(person.events).toMatchObject([{ id }]);
    const { events }: Why = (await ask("GET", "/api/people/{email}/why", { email: "Ada@example.com" })).answer;
    expect(events).toMatchObject([{ row: id, what: "form.submitted", because: null }]);
    const written = events[0]?.handlers.find(({ name }) => name === "form-submitted");
    expect(written).toMatchObject({ state: "handled", version: expect.stringMatching(/^[0-9a-f]{16}$/) });
    expect(written?.attempts[0]?.writes).toContainEqual(
      expect.objectContaining({
        system: "salesforce",
        operation: "POST /sobjects/Lead",
        records: [expect.stringMatching(/^00Q/)],
        fields: expect.arrayContaining(["Email", "LastName"]),
      }),
    );
    expect(JSON.stringify(written)).not.toContain("Lovelace");
    expect(person.records["salesforce"]?.map(({ kind }) => kind)).toEqual(["Lead", "CampaignMember"]);
    expect(person.changes.map((one) => one.kind)).toEqual(expect.arrayContaining(["people", "Lead", "CampaignMember"]));
    await sendForm({ set: { timestamp: "later" } }); // quarantined, with her data in it
    const forgotten = await ask("POST", "/api/people/{email}/forget", { email: `Ada <${ADA}>` }, {});
    expect(forgotten.answer).toEqual({ deleted: 3, kept: { customerio: expect.objectContaining({ events: 1 }) } });
    expect((await lane.state()).salesforce["Lead"]).toEqual([]);
    expect((await ask("GET", "/api/events")).answer.rows).toEqual([]);
  });

  it("says what a source's payloads hold that its schemas do not know, and never what is in it", async () => {
    const { id } = await sendForm({ set: { utm: { source: "planted", "jane@example.com": 1 } } });
    await lifeOf(id);
    const { answer } = await ask("GET", "/api/sources/{source}/shapes", { source: "app" });
    expect(answer).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: "form.submitted", path: "/utm", type: "object" }),
        expect.objectContaining({ kind: "form.submitted", path: "/utm/source", type: "string" }),
        expect.objectContaining({ kind: "form.submitted", path: "/utm/*", type: "number" }),
      ]),
    );
    expect(JSON.stringify(answer)).not.toMatch(/planted|jane/);
  });

  it("says why something is not so: refused, dead-lettered", async () => {
    await lane.fault({
      system: "customerio",
      fault: "reject-before",
      match: "PUT /customers/*",
      status: 400,
      times: 1,
    });
    const { id } = await sendForm();
    await lifeOf(id, "dead-lettered");
    await sendForm({ tamper: "unsigned" });
    await poll(async () => {
      const why: Why = (await ask("GET", "/api/people/{email}/why", { email: ADA })).answer;
      return why.events.at(-1)?.because === "refused: SIGNATURE";
    }, "why it was refused");
    const { events }: Why = (await ask("GET", "/api/people/{email}/why", { email: ADA })).answer;
    const because = "HTTP_400 (customerio, PUT /customers/{id})";
    expect(events[0]?.handlers.find(({ name }) => name === "form-submitted")).toMatchObject({
      state: "dead-lettered",
      because,
    });
    expect(events[1]).toMatchObject({ what: "form.submitted", handlers: [] });
  });

  it("has others use what a system allows", async () => {
    const used = async (percent: number) => {
      await ask("POST", "/api/systems/{system}/allowance", { system: "salesforce" }, { percent });
      const { answer } = await ask("GET", "/api/systems", {});
      const systems = answer as SystemView[];
      return systems.find(({ name }) => name === "salesforce")?.allowance?.["API calls of the day"]?.used;
    };
    expect(await used(96)).toBeGreaterThanOrEqual(960_000);
    expect(await used(0)).toBeLessThan(960_000);
  });

  it("edits and deletes a record as a colleague would, and keeps its history", async () => {
    const system = "salesforce";
    await ask("POST", "/api/systems/{system}/starting-states/{name}", { system, name: "a Lead" }, { email: ADA });
    const page = await ask("GET", "/api/systems/{system}/{kind}", {
      system,
      kind: "Lead",
    });
    const record = { system, kind: "Lead", id: page.answer.records[0]?.id ?? "" };
    await ask("PATCH", "/api/systems/{system}/{kind}/{id}", record, { Company: "Difference Engines" });
    expect((await ask("GET", "/api/systems/{system}/{kind}/{id}", record)).answer).toMatchObject({
      fields: { Company: "Difference Engines" },
    });
    await ask(
      "POST",
      "/api/systems/{system}/interventions/{name}",
      { system, name: "logs everybody out" },
      { email: ADA },
    );
    await ask("POST", "/api/systems/{system}/{kind}/{id}/{act}", { ...record, act: "convert" }, {});
    expect((await ask("GET", "/api/systems/{system}/{kind}/{id}", record)).answer).toMatchObject({
      fields: { IsConverted: true },
    });
    await ask("DELETE", "/api/systems/{system}/{kind}/{id}", record);
    const history = await ask("GET", "/api/systems/{system}/{kind}/{id}/history", record);
    expect(history.answer).toMatchObject([
      { what: "created" },
      { what: "changed" },
      { what: "changed" },
      { what: "deleted" },
    ]);
  });

  it("tells of the systems, what may fail, and how all hangs together", async () => {
    await ask(
      "POST",
      "/api/state",
      {},
      { salesforce: { Lead: [{ LastName: "Lovelace", Company: "Analytical Engines" }] } },
    );
    await ask("POST", "/api/faults", {}, { system: "slack", fault: "429" });
    for (const path of ["health", "sources", "state", "deliveries", "faults", "samples", "systems", "openapi.json"])
      expect(await ask("GET", `/api/${path}`)).toMatchObject({ status: 200 });
    await ask("DELETE", "/api/faults");
    expect((await ask("GET", "/api/topology")).answer).toMatchObject({
      handlers: expect.arrayContaining([expect.objectContaining({ name: "form-submitted", topic: "form.submitted" })]),
    });
    expect((await ask("GET", "/api/fault-table")).answer).toContainEqual(
      expect.objectContaining({ handler: "form-submitted", system: "salesforce", operation: "POST /sobjects/Lead" }),
    );
    await ask("DELETE", "/api/state");
  });

  it("pauses the handlers of a system, whose events wait, and resumes one", async () => {
    const { answer: paused } = await ask("POST", "/api/handlers/{name}/pause", { name: "salesforce" }, { for: "2h" });
    expect(paused).toContainEqual(expect.objectContaining({ name: "form-submitted" }));
    await sendForm();
    await poll(async () => (await formSubmitted())?.backlog === 1, "an event that waits");
    expect(await formSubmitted()).toMatchObject({ paused: { by: "person", system: "person" }, deadLetters: 0 });
    expect((await ask("GET", "/api/topology")).answer.handlers).toContainEqual(
      expect.objectContaining({ name: "form-submitted", isPaused: true, backlog: 1 }),
    );
    await ask("POST", "/api/handlers/{name}/resume", { name: "form-submitted" }, {});
    await poll(async () => (await formSubmitted())?.backlog === 0, "its being handled");
    await ask("DELETE", "/api/state");
    const { answer } = await ask("GET", "/api/handlers");
    expect((answer as HandlerView[]).filter((one) => one.paused !== null)).toEqual([]);
  });

  it.each<[string, string, unknown, number, string]>([
    ["POST", "/api/handlers/form-submited/pause", {}, 400, 'did you mean "form-submitted"?'],
    ["POST", "/api/handlers/salesforce/pause", { for: "2 weeks" }, 400, "2h or 3d"],
    ["POST", "/api/handlers/salesforce/pause", { because: "" }, 400, "because must NOT have fewer than 1 characters"],
    ["GET", "/api/events?limit=many", undefined, 400, "limit must be integer"],
    ["GET", "/api/events?colour=red", undefined, 400, 'the query has no field "colour"'],
    ["GET", "/api/events?outcome=lost", undefined, 400, "outcome must be one of under way, handled"],
    ["POST", "/api/events/nobody/replay", {}, 404, 'there is no event "nobody"'],
    ["POST", "/api/people/%20/forget", {}, 400, "the address is empty"],
    ["GET", "/api/events/nobody", undefined, 404, 'there is no event "nobody"'],
    ["POST", "/api/samples/app/form.submitted/send", { times: 0 }, 400, "times must be >= 1"],
    ["POST", "/api/samples/app/form.submitted/send", { tamper: "a bit" }, 400, "tamper must be one of unsigned"],
    ["POST", "/api/samples/app/form.submitted/send", { set: { "a.b": 1 } }, 400, 'set: the body has no "a.b"'],
    ["POST", "/api/samples/app/nothing/send", {}, 400, "There is no sample app nothing"],
    ["POST", "/api/samples/nobody/x/send", {}, 404, 'there is no source "nobody"'],
    ["POST", "/api/systems/salesforce/starting-states/a Lead", { mail: ADA }, 400, 'must have the field "email"'],
    ["POST", "/api/systems/slack/allowance", { percent: 90 }, 409, "slack limits nothing by the day here"],
    ["POST", "/api/systems/salesforce/interventions/sleeps", { email: ADA }, 404, 'no intervention "sleeps"'],
    ["POST", "/api/systems/salesforce/Lead/1/convert", {}, 404, 'salesforce has no Lead with the id "1"'],
    ["GET", "/api/systems/acme/notes", undefined, 404, 'there is no system "acme"'],
    ["GET", "/api/systems/slack/notes", undefined, 404, 'slack has no "notes"; it has channels, messages'],
    ["PATCH", "/api/systems/salesforce/Lead/1", {}, 400, "must NOT have fewer than 1 properties"],
    ["DELETE", "/api/systems/salesforce/Lead/1", undefined, 404, 'salesforce has no Lead with the id "1"'],
  ])("refuses %s %s %j", async (method, path, body, status, sentence) => {
    const { status: given, text } = await lane.ask(method, path, body);
    expect([given, JSON.parse(text).error]).toEqual([status, expect.stringContaining(sentence)]);
  });

  it("was asked by these tests for all that it documents, but saves no samples here", () => {
    const streams = ["GET /api/stream"];
    const documented = routes.map(({ method, path }) => `${method} ${path}`);
    const tested = /\/api\/(?:proof|dead-letters)\b|\/replay$/; // by tests of their own
    const others = documented.filter((one) => !asked.has(one) && !streams.includes(one) && !tested.test(one));
    expect(others).toEqual(["POST /api/events/{id}/save"]);
  });
});

describe("GET /api/stream", () => {
  it("tells of rows and changes as they come, and again to who comes back", async () => {
    const abort = new AbortController();
    const listen = async (lastId?: string, query = "") => {
      const headers = lastId === undefined ? {} : { "last-event-id": lastId };
      const response = await fetch(`${lane.runner.url}/api/stream${query}`, { headers, signal: abort.signal });
      const told: string[] = [];
      void (async () => {
        for await (const chunk of response.body ?? []) told.push(Buffer.from(chunk).toString());
      })().catch(() => {});
      return () => told.join("");
    };
    const told = await listen();
    await poll(() => told().includes("event: hello"), "the first word");
    const [, first] = /id: (\S+)/.exec(told()) ?? [];
    const { id } = await sendForm();
    await poll(() => told().includes('"outcome":"handled"') && told().includes("event: change"), "the row");
    const again = await listen(first);
    const page = await listen(undefined, `?after=${first}`);
    for (const one of [again, page])
      await poll(() => one().includes(`"id":"${id}"`) && one().includes("event: delivery"), "the same once more");
    expect([again(), page()]).not.toContainEqual(expect.stringMatching(/event: (?:hello|reset)/));
    await lane.reset();
    await poll(() => told().includes("event: reset"), "the reset");
    const stranger = await listen("another.1");
    await poll(() => stranger().includes("ycat was restarted"), "a reset");
    abort.abort();
  });
});

describe("/mcp", () => {
  async function connect() {
    const client = new Client({ name: "test", version: "1" });
    const transport = new StreamableHTTPClientTransport(new URL(`${lane.runner.url}/mcp`));
    await client.connect(transport);
    const call = async (name: string, given: Record<string, unknown> = {}) => {
      const { content, isError = false } = await client.callTool({ name, arguments: given });
      const [{ text }] = content as [{ text: string }];
      return { isError, text };
    };
    return { client, call };
  }

  it("lets an agent set a fault, send a sample and look at what came of it", async () => {
    const { client, call } = await connect();
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["send_sample", "list_events", "get_event", "set_fault", "person", "reset"]),
    );
    await call("set_fault", { system: "customerio", fault: "429" });
    const sent: Sent = JSON.parse((await call("send_sample", { source: "app", kind: "form.submitted" })).text);
    const id = sent.rows[0] ?? "";
    const { row } = await lifeOf(id);
    expect(row.attempts).toBe(2);
    expect(JSON.parse((await call("list_events", { q: ADA })).text)).toMatchObject({ rows: [{ id }] });
    expect(JSON.parse((await call("get_event", { id })).text)).toMatchObject({ row: { id } });
    expect(JSON.parse((await call("person", { email: ADA })).text)).toMatchObject({ events: [{ id }] });
    const pause = { name: "form-submitted", because: "a test" };
    expect(JSON.parse((await call("pause", pause)).text)).toMatchObject({ done: false, asks: expect.any(String) });
    expect((await call("status")).text).not.toContain("a-test");
    expect(JSON.parse((await call("pause", { ...pause, confirm: true })).text)).toMatchObject([
      { name: "form-submitted", paused: { why: "a-test" } },
    ]);
    expect(JSON.parse((await call("status")).text)).toContainEqual(expect.objectContaining({ name: "form-submitted" }));
    expect(JSON.parse((await call("resume", { name: "form-submitted", confirm: true })).text)).toMatchObject([
      { paused: null },
    ]);
    expect(await call("prove", { handler: 7 })).toMatchObject({ isError: true, text: "handler must be string" });
    expect(await call("set_fault", { system: "customerio" })).toEqual({
      isError: true,
      text: 'the body must have the field "fault"',
    });
    await call("send_sample", { source: "app", kind: "form.submitted", set: { "data.email": "nobody" } });
    const plan = async () => JSON.parse((await call("plan_replay")).text);
    await poll(async () => (await plan()).count === 1, "the webhook in quarantine");
    expect(await plan()).toMatchObject({
      groups: [{ name: "app", newerHandled: 0, stays: [{ count: 1 }] }],
      costs: [],
    });
    expect(JSON.parse((await call("effects")).text)).toEqual([]);
    expect((await call("reset", { confirm: true })).isError).toBe(false);
    expect((await lane.state()).salesforce["Lead"]).toEqual([]);
    await client.close();
  });

  it("lets an agent look at what was given up, and replay it", async () => {
    const { client, call } = await connect();
    const refused = { fault: "reject-before", status: 400, times: 1 };
    await call("set_fault", { system: "customerio", match: "PUT /customers/*", ...refused });
    const sent: Sent = JSON.parse((await call("send_sample", { source: "app", kind: "form.submitted" })).text);
    await lifeOf(sent.rows[0] ?? "", "dead-lettered");
    const reason = { code: "HTTP_400", system: "customerio" };
    const { groups }: LetterPage = JSON.parse((await call("list_dead_letters")).text);
    expect(groups).toMatchObject([{ name: "form-submitted", reason, count: 1, people: 1 }]);
    expect(JSON.parse((await call("replay", { group: groups[0]?.id })).text)).toMatchObject({ done: false });
    const { text } = await call("replay", { group: groups[0]?.id, confirm: true });
    expect(JSON.parse(text)).toMatchObject({ total: 1, replayed: 1, left: [] });
    expect(JSON.parse((await call("list_dead_letters")).text)).toMatchObject({ groups: [] });
    expect(await call("replay", { ids: [] })).toMatchObject({ isError: true });
    await client.close();
  });

  it("answers no other web page", async () => {
    const headers = { "content-type": "application/json", origin: "https://acme.test" };
    const response = await fetch(`${lane.runner.url}/mcp`, { method: "POST", headers, body: "{}" });
    expect(response.status).toBe(403);
  });
});
