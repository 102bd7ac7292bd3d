import { Readable } from "node:stream";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { type FastLane, type Letter, startFastLane, tracesOf } from "./fast-lane.ts";
import { runDoctor } from "../../../tools/doctor/main.ts";
import { askOnTerminal } from "../../../tools/terminal.ts";
import { subscriptionPath } from "../../../local/runner/functions/topics.ts";
import { buildOf, HANDLERS } from "./build-of.ts";
import { formFill, freshId } from "./webhooks.ts";

let lane: FastLane;
let build: Awaited<ReturnType<typeof buildOf>>;
beforeAll(async () => {
  build = await buildOf(HANDLERS);
  lane = await startFastLane({ settings: { PAUSING: "off" }, dist: build.dist });
});
afterEach(() => lane.reset());
afterAll(async () => {
  await lane.close();
  await build.remove();
});

const REFUSED = { system: "salesforce", match: "POST /sobjects/Lead", fault: "reject-before", times: 0 };

async function deadLetterOf(email: string): Promise<Letter | undefined> {
  const { pubsub } = await lane.state();
  return pubsub.deadLetters.find(({ attributes }) => attributes["ce-subject"] === email);
}

describe("an event that a vendor refuses for ever", () => {
  it("is dead-lettered at once, with the reason, and stays as it was", async () => {
    const body = [{ errorCode: "STRING_TOO_LONG", message: "Phone: data value too large", fields: ["Phone"] }];
    await lane.fault({ ...REFUSED, status: 400, body });
    const id = freshId();
    expect(await lane.submitForm("ada@example.com", id)).toMatchObject({ attempt: 1, status: 204 });
    const letter = await deadLetterOf("ada@example.com");
    expect(letter).toMatchObject({
      topic: "form-submitted.dead-letter",
      orderingKey: "ada@example.com",
      attributes: {
        "ce-id": id,
        "ce-type": "form.submitted",
        "dead-letter-handler": "form-submitted",
        "dead-letter-code": "STRING_TOO_LONG",
        "dead-letter-system": "salesforce",
        "dead-letter-operation": "POST /sobjects/Lead",
        "dead-letter-field": "Phone",
        "dead-letter-status": "400",
        "dead-letter-attempt": "1",
      },
    });
    expect(JSON.parse(letter?.data ?? "")).toMatchObject({ email: "ada@example.com", lastName: "Lovelace" });
  });

  it("does not keep the same person's later events", async () => {
    await lane.fault({
      ...REFUSED,
      times: 1,
      status: 400,
      body: [{ errorCode: "REQUIRED_FIELD_MISSING", message: "no" }],
    });
    const [refused, later] = [freshId(), freshId()];
    await lane.send("app", formFill({ email: "ada@example.com" }), refused);
    await lane.send("app", formFill({ email: "ada@example.com" }), later);
    await Promise.all([lane.handled(refused), lane.handled(later)]);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toMatchObject({ leads: 1, events: 2, deadLetters: 1 });
  });
});

describe("an event that is refused by a code that nobody knows", () => {
  it("is dead-lettered at the fifth attempt", async () => {
    await lane.fault({ ...REFUSED, status: 400, body: [{ errorCode: "NEVER_HEARD_OF", message: "no" }] });
    expect(await lane.submitForm("ada@example.com")).toMatchObject({ attempt: 5 });
    expect(await deadLetterOf("ada@example.com")).toMatchObject({
      attributes: { "dead-letter-code": "NEVER_HEARD_OF", "dead-letter-attempt": "5" },
    });
  });
});

describe("an outage that does not end", () => {
  it("dead-letters at the hundredth attempt, with the reason", async () => {
    const { broker } = lane.runner.world.pubsub;
    const name = subscriptionPath("form-submitted");
    const { retryPolicy } = broker.getSubscription(name);
    broker.updateSubscription(name, { retryPolicy: { minimumBackoff: "0.01s", maximumBackoff: "0.01s" } }, [
      "retryPolicy",
    ]);
    await lane.fault({ ...REFUSED, status: 503 });
    const { attempt } = await lane.submitForm("ada@example.com");
    const scaled = {
      minimumBackoff: `${(retryPolicy?.minimumBackoffMs ?? 0) / 1000}s`,
      maximumBackoff: `${(retryPolicy?.maximumBackoffMs ?? 0) / 1000}s`,
    };
    broker.updateSubscription(name, { retryPolicy: scaled }, ["retryPolicy"]);
    expect(attempt).toBe(100);
    expect(await deadLetterOf("ada@example.com")).toMatchObject({
      attributes: { "dead-letter-code": "HTTP_503", "dead-letter-attempt": "100" },
    });
  });
});

describe("a genuine webhook that the schema refuses", () => {
  it("is answered 201 and kept, as it was, with the field's name and without its signature", async () => {
    const body = formFill({ email: "ada@example.com", formId: "" });
    const answer = await lane.send("app", body, "msg_refused");
    const reason = "/data/formId is missing";
    expect(answer.body).toEqual({ outcome: "quarantined", reason });
    const { pubsub } = await lane.state();
    expect(pubsub.rejected).toMatchObject([
      {
        topic: "webhook.rejected",
        data: body.toString(),
        attributes: {
          source: "app",
          "rejected-reason": reason,
          "rejected-code": "SCHEMA",
          "rejected-field": "/data/formId",
          "rejected-missing": "true",
          "header-webhook-id": "msg_refused",
        },
      },
    ]);
    expect(Object.keys(pubsub.rejected[0]?.attributes ?? {}).filter((name) => name.includes("signature"))).toEqual([]);
  });
});

describe("npm run doctor -- --drill", () => {
  interface Given {
    /** Or the standard input, on which somebody may answer. */
    readonly answer?: string | (Readable & { readonly isTTY?: boolean });
    readonly port?: string;
  }

  async function run(texts: readonly string[], { answer = "", port = new URL(lane.runner.url).port }: Given = {}) {
    const lines: string[] = [];
    const said: string[] = [];
    const code = await runDoctor(["--drill", ...texts], {
      environment: { PORT: port },
      dist: build.dist,
      manifest: () => Promise.reject(new Error("not asked for")),
      print: (line) => lines.push(line),
      complain: (sentence) => said.push(sentence),
      answer: (question) => (typeof answer === "string" ? Promise.resolve(answer) : askOnTerminal(question, answer)),
    });
    return { code, lines, said };
  }

  it("sees effect, retry, dead letter and replay, and leaves nothing but what can't be deleted", async () => {
    const { code, lines, said } = await run(["--yes"]);
    const steps = lines.slice(1).map((line) => line.replace(/^ *[\d.]+ s {2}/, "").replace(/:.*/, ""));
    expect(said).toEqual([]);
    expect(steps).toEqual([
      "healthy event sent",
      "effect",
      "event published that is to be refused once",
      "retry",
      "poison event published",
      "dead letter",
      "page",
      "replay",
      "clean-up",
      "clean-up",
    ]);
    expect(code).toBe(0);
    const state = await lane.state();
    expect([state.salesforce["Lead"], state.customerio.people, state.pubsub.deadLetters]).toEqual([[], [], []]);
  });

  it("sends nothing where nobody agrees", async () => {
    await expect(run([], { answer: "no" })).resolves.toMatchObject({ code: 1, said: ["Nothing was sent."] });
    const state = await lane.state();
    expect(state.customerio.events).toEqual([]);
  });

  it.each([
    ["no terminal", Readable.from(["yes\n"])],
    ["a terminal that ends", Object.assign(Readable.from([]), { isTTY: true })],
  ])("says what to do where nobody can answer: %s", async (_what, answer) => {
    await expect(run([], { answer })).resolves.toMatchObject({ code: 2, said: [expect.stringContaining("--yes")] });
  });

  it("says that nothing runs", async () => {
    const said = [expect.stringMatching(/^Nothing answers at http:\/\/localhost:1: run npm start first/)];
    await expect(run(["--yes"], { port: "1" })).resolves.toMatchObject({ code: 2, said });
  });

  it.each([
    [["--project", "acme-webhooks"], "--drill takes --project and --url together"],
    [["--project", "acme-webhooks", "--url", "https://hooks.example.com/webhooks/app"], "DRILL_SECRET is not set"],
  ])("says what it lacks: %j", async (texts, sentence) => {
    const { code, said } = await run(texts);
    expect([code, said.join()]).toEqual([2, expect.stringContaining(sentence)]);
  });
});
