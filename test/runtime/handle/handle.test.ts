import { describe, expect, it } from "@jest/globals";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import {
  PermanentError,
  RefusedPayloadError,
  UnavailableError,
  UnexpectedRefusalError,
} from "../../../functions/runtime/define/errors.ts";
import { createFailures, MAX_DELIVERY_ATTEMPTS } from "../../../functions/runtime/handle/give-up.ts";
import { readEvent as readMessage } from "../../../functions/runtime/handle/read-event.ts";
import { DRILL } from "../../../functions/runtime/pubsub/message.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { deliver, deliveryOf } from "../../harness/delivery.ts";
import { readEvent } from "../../harness/fixtures.ts";
import { publishFails } from "../../harness/published.ts";
import { validatorOf } from "../../harness/units.ts";

const sample = deliveryOf("form.submitted", "full", { attempt: 1 });
const sampleHandler = { eventType: "form.submitted", uses: [], run: () => Promise.resolve() } as const;
const succeeds = () => Promise.resolve();
const reason = {
  code: "INVALID_FIELD",
  system: "salesforce",
  operation: "POST /sobjects/Lead",
  field: "Phone",
  status: 400,
};
const permanent = () => Promise.reject(new PermanentError("Salesforce refused ada@example.com", reason));
const outage = () =>
  Promise.reject(new UnavailableError("Salesforce is down", { code: "HTTP_503", system: "salesforce", status: 503 }));
const unexpected = () =>
  Promise.reject(new UnexpectedRefusalError("salesforce refused", { code: "NEW_CODE", system: "salesforce" }));
const mistake = () => Promise.reject(new TypeError("Cannot read properties of ada@example.com"));

describe("handleDelivery, of an event", () => {
  it("gives run() the event as it was published, and acknowledges", async () => {
    const seen: Event[] = [];
    const { status, topics } = await deliver((event) => (seen.push(event), Promise.resolve()), sample);
    const { specversion: _, ...event } = readEvent("form.submitted", "full");
    expect(seen).toEqual([event]);
    expect(status).toBe(204);
    expect(topics.all()).toEqual([]);
  });

  it("logs how long the effect took from acceptance on, and nothing of the event", async () => {
    const { lines, text } = await deliver(succeeds, sample);
    expect(lines()).toEqual([
      expect.objectContaining({ severity: "INFO", message: "event handled", outcome: "done", acceptedToEffectMs: 250 }),
    ]);
    expect(text()).not.toMatch(/@|example\.com|Lovelace|replayed/);
  });

  it("hands run() the clients that the handler uses, made for this event", async () => {
    const seen: unknown[] = [];
    const clients = ({ signal, log }: object & { signal?: unknown; log?: unknown }) =>
      ({ made: [signal, log] }) as object;
    await deliver((_event, context) => (seen.push(context), Promise.resolve()), sample, { clients });
    expect(seen).toEqual([
      { made: [expect.any(Object), expect.any(Object)], log: expect.any(Object), signal: expect.any(Object) },
    ]);
  });
});

// 204 acknowledges; 500 and 503 have it delivered again. "dead" is 204 with a dead letter.
describe.each([
  ["a permanent error", permanent, {}, { none: "dead", 1: "dead", 4: "dead", 5: "dead", 99: "dead", 100: "dead" }],
  ["an outage", outage, {}, { none: 503, 1: 503, 5: 503, 10: 503, 99: 503, 100: "dead", 101: "dead" }],
  ["any other error", mistake, {}, { none: 500, 1: 500, 4: 500, 5: "dead", 99: "dead", 100: "dead" }],
  ["any other error, with 2 attempts", mistake, { attempts: 2 }, { none: 500, 1: 500, 2: "dead", 4: "dead" }],
  ["an outage, with 2 attempts", outage, { attempts: 2 }, { 1: 503, 2: 503, 99: 503, 100: "dead" }],
  ["any other error, with 30 attempts", mistake, { attempts: 30 }, { 5: 500, 29: 500, 30: "dead" }],
])("handleDelivery, on %s that this instance has met each time", (_what, run, policy, outcomes) => {
  it.each(Object.entries(outcomes))("at attempt %s answers %s", async (attempt, outcome) => {
    const delivery = deliveryOf("form.submitted", "full", attempt === "none" ? {} : { attempt: Number(attempt) });
    const failures = createFailures();
    for (let times = 1; times < Number(attempt); times += 1)
      failures.note(delivery.messageId, { code: "BEFORE", system: "salesforce" }, { person: "", at: 0 });
    const { status, topics, lines } = await deliver(run, delivery, { failures, handler: { delivery: policy } });
    expect(status).toBe(outcome === "dead" ? 204 : outcome);
    expect(topics.on("form-submitted.dead-letter")).toHaveLength(outcome === "dead" ? 1 : 0);
    expect(lines()).toEqual([
      expect.objectContaining({
        outcome: outcome === "dead" ? "dead-lettered" : "failed",
        severity: outcome === "dead" ? "ERROR" : "WARNING",
      }),
    ]);
  });
});

const HOUR_MS = 3600 * 1000;

describe("handleDelivery, of a message that waited", () => {
  it.each([
    ["an outage, after 15 hours", outage, 15, { 1: 503, 3: 503, 99: 503 }],
    ["an outage, after 16 hours", outage, 16, { 1: 503, 2: 503, 3: 204, 50: 204 }],
    ["any other error, after 16 hours", mistake, 16, { 1: 500, 4: 500 }],
  ])("behind others, on %s, gives up as its age and attempt say", async (_what, run, hours, statuses) => {
    for (const [attempt, expected] of Object.entries(statuses)) {
      const delivery = deliveryOf("form.submitted", "full", { attempt: Number(attempt) });
      const clock = new VirtualClock(delivery.publishedAt + hours * HOUR_MS);
      const { status } = await deliver(run, delivery, { clock });
      expect([attempt, status]).toEqual([attempt, expected]);
    }
  });

  it.each([
    ["its own failures", mistake, [5, 6, 7, 8, 9].map((attempt) => ({ attempt, hours: 0 })), [500, 500, 500, 500, 204]],
    ["its age", mistake, [0, 0.9, 1].map((hours, index) => ({ attempt: 5 + index, hours })), [500, 500, 204]],
    [
      "no age, where a code is unknown: others may meet it too",
      unexpected,
      [5, 6, 7].map((attempt) => ({ attempt, hours: 2 })),
      [500, 500, 500],
    ],
  ])(
    "and that Pub/Sub has counted attempts of which never reached us is given up by %s",
    async (_what, run, attempts, expected) => {
      const failures = createFailures();
      const statuses = [];
      for (const { attempt, hours } of attempts) {
        const delivery = deliveryOf("form.submitted", "full", { attempt });
        const clock = new VirtualClock(delivery.publishedAt + hours * HOUR_MS);
        statuses.push((await deliver(run, delivery, { failures, clock })).status);
      }
      expect(statuses).toEqual(expected);
    },
  );
});

describe("handleDelivery, on a code that no table knows", () => {
  /** Statuses of deliveries of these people's events, one after the other, to one instance. */
  async function statusesOf(
    attempts: readonly { person: string; attempt: number; minutes?: number }[],
    runs = unexpected,
  ) {
    const failures = createFailures();
    const statuses = [];
    for (const { person, attempt, minutes = 0 } of attempts) {
      const delivery = deliveryOf("form.submitted", "full", { attempt, attributes: { "ce-subject": person } });
      const clock = new VirtualClock(delivery.publishedAt + minutes * 60_000);
      statuses.push((await deliver(runs, { ...delivery, messageId: person }, { failures, clock })).status);
    }
    return statuses;
  }
  const [ada, grace] = ["ada@example.com", "grace@example.com"];
  const fiveOf = (person: string) => [1, 2, 3, 4, 5].map((attempt) => ({ person, attempt, minutes: attempt }));

  it("that one person alone meets, gives up at the fifth attempt", async () => {
    expect(await statusesOf(fiveOf(ada))).toEqual([500, 500, 500, 500, 204]);
  });

  it("that two people meet within the hour, waits as in an outage", async () => {
    const statuses = await statusesOf([
      { person: grace, attempt: 1 },
      ...fiveOf(ada),
      { person: ada, attempt: 20, minutes: 40 },
    ]);
    expect(statuses).toEqual([500, 503, 503, 503, 503, 503, 503]);
  });

  it("that two people meet with an hour between them, gives up", async () => {
    expect(await statusesOf([{ person: grace, attempt: 1, minutes: -59 }, ...fiveOf(ada)])).toEqual([
      500, 500, 500, 500, 500, 204,
    ]);
  });

  it.each([
    ["system", { system: "slack" }],
    ["operation", { operation: "POST /sobjects/Task" }],
    ["code", { code: "OTHER_CODE" }],
  ])("tells refusals apart by their %s", async (_, change) => {
    let told = { code: "NEW_CODE", system: "salesforce", operation: "POST /sobjects/Lead" };
    const another = () => {
      const refusal = new UnexpectedRefusalError("refused", told);
      told = { ...told, ...change };
      return Promise.reject(refusal);
    };
    expect(
      await statusesOf(
        [
          { person: grace, attempt: 1 },
          { person: ada, attempt: 1 },
        ],
        another,
      ),
    ).toEqual([500, 500]);
  });
});

describe("handleDelivery, at the subscription's last attempt", () => {
  const last = deliveryOf("form.submitted", "full", { attempt: MAX_DELIVERY_ATTEMPTS });
  const runs: string[] = [];
  const notes = () => (runs.push("run"), Promise.resolve());

  it("dead-letters before it runs the handler, so that Pub/Sub need not", async () => {
    const { status, topics } = await deliver(notes, last);
    expect([status, runs]).toEqual([204, []]);
    expect(topics.on("form-submitted.dead-letter")[0]?.attributes).toMatchObject({ "dead-letter-code": "ATTEMPTS" });
  });

  it("tells the reason of the last failure, where this instance knows it", async () => {
    const failures = createFailures();
    const before = { code: "HTTP_503", system: "salesforce", operation: "GET /query" };
    failures.note(last.messageId, before, { person: "ada@example.com", at: 0 });
    const { topics } = await deliver(notes, last, { failures });
    expect(topics.all()[0]?.attributes).toMatchObject({
      "dead-letter-code": "HTTP_503",
      "dead-letter-operation": "GET /query",
    });
  });
});

describe("handleDelivery, giving up", () => {
  it("publishes the message as it was to the handler's dead-letter topic, with the reason", async () => {
    const { topics, lines } = await deliver(permanent, sample);
    expect(topics.on("form-submitted.dead-letter")).toEqual([
      {
        ...sample.message,
        attributes: {
          ...sample.message.attributes,
          "dead-letter-handler": "form-submitted",
          "dead-letter-code": "INVALID_FIELD",
          "dead-letter-system": "salesforce",
          "dead-letter-operation": "POST /sobjects/Lead",
          "dead-letter-field": "Phone",
          "dead-letter-status": "400",
          "dead-letter-attempt": "1",
          "dead-letter-message-id": "17",
          "dead-letter-time": "2026-11-02T09:30:05.250Z",
        },
      },
    ]);
    expect(lines()).toEqual([
      expect.objectContaining({ reason: "INVALID_FIELD", system: "salesforce", operation: "POST /sobjects/Lead" }),
    ]);
  });

  it("tells an unknown error by its name, and neither logs nor attaches its text", async () => {
    const { topics, text } = await deliver(mistake, sample, { handler: { delivery: { attempts: 1 } } });
    const { attributes = {} } = topics.all()[0] ?? {};
    const said = ["code", "system", "operation"].map((name) => attributes[`dead-letter-${name}`]);
    expect(said.join(" ")).toMatch(/^TypeError handler handle\.test\.ts:\d+$/);
    expect(text()).not.toMatch(/@|Cannot read/);
    expect(JSON.stringify(Object.entries(attributes).filter(([name]) => name.startsWith("dead-letter-")))).not.toMatch(
      /@|Cannot read/,
    );
  });

  it("cuts what is longer than an attribute should be", async () => {
    const long = () => Promise.reject(new PermanentError("no", { ...reason, field: "x".repeat(300) }));
    const { topics } = await deliver(long, sample);
    expect(topics.all()[0]?.attributes["dead-letter-field"]).toBe("x".repeat(256));
  });

  it.each([
    ["prints and attaches an unknown error's text", mistake, /^TypeError: Cannot read .*\n    at /, /^Cannot read/],
    ["attaches a refusal's text", permanent, /^$/, /^Salesforce refused/],
  ])("%s on a developer's machine alone", async (_, run, printed, attached) => {
    const { write } = process.stderr;
    let text = "";
    process.stderr.write = (part: unknown) => ((text += String(part)), true);
    process.env["YCAT_LOCAL"] = "1";
    try {
      const { topics } = await deliver(run, sample, { handler: { delivery: { attempts: 1 } } });
      expect(text).toMatch(printed);
      expect(topics.all()[0]?.attributes["dead-letter-reason"]).toMatch(attached);
    } finally {
      delete process.env["YCAT_LOCAL"];
      process.stderr.write = write;
    }
  });

  it("copes with whatever is thrown", async () => {
    // eslint-disable-next-line typescript/only-throw-error -- that is the case
    for (const thrown of [undefined, null, "ada@example.com", 7]) {
      const { status, text, topics } = await deliver(() => Promise.reject(thrown), sample, {
        handler: { delivery: { attempts: 1 } },
      });
      expect([status, topics.all()[0]?.attributes["dead-letter-code"]]).toEqual([204, "UNKNOWN"]);
      expect(text()).not.toContain("@");
    }
  });

  it("takes an error that run() throws at once, or that a client throws while it is made, like any other", async () => {
    const throws = (): never => {
      throw new PermanentError("no", reason);
    };
    expect((await deliver(throws, sample)).topics.all()).toHaveLength(1);
    expect((await deliver(succeeds, sample, { clients: throws })).topics.all()).toHaveLength(1);
  });

  it("acknowledges nothing that could not be dead-lettered", async () => {
    const { status, lines } = await deliver(permanent, sample, { publish: publishFails });
    expect(status).toBe(503);
    expect(lines().at(-1)).toMatchObject({ severity: "ERROR", outcome: "failed", reason: "HTTP_503" });
  });

  it("goes to the topic of the handler's own name where it has one, and tells it in the place of an older one", async () => {
    const old = deliveryOf("form.submitted", "full", { attempt: 1, attributes: { "dead-letter-handler": "older" } });
    const { topics } = await deliver(permanent, old, { handler: { name: "form-archive" } });
    expect(topics.on("form-archive.dead-letter")[0]?.attributes["dead-letter-handler"]).toBe("form-archive");
  });
});

describe("handleDelivery, of a message that is no event for it", () => {
  const full = (changes: Parameters<typeof deliveryOf>[2]) =>
    deliveryOf("form.submitted", "full", { attempt: 1, ...changes });
  it.each([
    ...["ce-id", "ce-source", "ce-type", "ce-subject", "ce-time"].map(
      (name) => [`no ${name}`, full({ attributes: { [name]: undefined } }), "MISSING_ATTRIBUTE", name] as const,
    ),
    ["another type", full({ attributes: { "ce-type": "contact.unsubscribed" } }), "WRONG_TYPE", "ce-type"],
    ["data that is not JSON", full({ data: Buffer.from("{") }), "NOT_JSON", "/data"],
    ["no data", full({ data: Buffer.alloc(0) }), "NOT_JSON", "/data"],
    ["data that is not UTF-8", full({ data: Buffer.from([0x22, 0xff, 0x22]) }), "NOT_UTF8", "/data"],
    [
      "data 10,000 levels deep",
      full({ data: Buffer.from("[".repeat(10_000) + "]".repeat(10_000)) }),
      "TOO_DEEP",
      "/data",
    ],
    [
      "data that the schema refuses",
      full({ data: Buffer.from('{"email":"ada@example.com"}') }),
      "SCHEMA",
      "/data/formId",
    ],
    ["data that is null", full({ data: Buffer.from("null") }), "SCHEMA", "/data"],
  ])(
    "with %s dead-letters it at once with the reason, untouched, without asking run()",
    async (_what, delivery, code, field) => {
      const { status, topics } = await deliver(() => Promise.reject(new Error("run is asked")), delivery);
      expect(status).toBe(204);
      const [letter] = topics.on("form-submitted.dead-letter");
      expect(letter?.attributes).toMatchObject({
        "dead-letter-code": code,
        "dead-letter-field": field,
        "dead-letter-system": "schema",
      });
      expect(letter?.data.equals(delivery.message.data)).toBe(true);
    },
  );
});

describe("readEvent", () => {
  it("keeps why the data is refused as the error's cause", () => {
    const unit = { handler: sampleHandler, validate: validatorOf("form.submitted") };
    expect(() => readMessage(unit, deliveryOf("form.submitted", "full", { data: Buffer.from("{") }))).toThrow(
      expect.objectContaining({ cause: expect.any(RefusedPayloadError) }),
    );
  });
});

describe("handleDelivery, of a replay", () => {
  const replay = (handler: string) =>
    deliveryOf("form.submitted", "full", { attempt: 1, attributes: { "replay-handler": handler } });

  it("handles what was replayed for it, and logs that", async () => {
    const { status, lines } = await deliver(succeeds, replay("form-submitted"));
    expect(status).toBe(204);
    expect(lines()).toEqual([expect.objectContaining({ outcome: "done", replayed: true })]);
  });

  it("acknowledges what was replayed for another handler, and does nothing", async () => {
    const { status, lines, topics } = await deliver(permanent, replay("form-archive"));
    expect(status).toBe(204);
    expect(topics.all()).toEqual([]);
    expect(lines()).toEqual([expect.objectContaining({ severity: "DEBUG", outcome: "skipped" })]);
  });
});

describe("handleDelivery, of a drill's event", () => {
  const drilled = (attempt?: number) =>
    deliveryOf("form.submitted", "full", {
      ...(attempt !== undefined && { attempt }),
      attributes: { [DRILL.name]: DRILL.value },
    });

  it.each([
    [1, 500, "failed"],
    [2, 204, "done"],
    [undefined, 204, "done"],
  ])("at attempt %s answers %i", async (attempt, status, outcome) => {
    let runs = 0;
    const settled = await deliver(async () => void (runs += 1), drilled(attempt));
    expect(settled.status).toBe(status);
    expect(settled.lines()).toEqual([expect.objectContaining({ outcome })]);
    expect(runs).toBe(status === 204 ? 1 : 0);
    expect(settled.topics.all()).toEqual([]);
  });
});
