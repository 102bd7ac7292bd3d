import { describe, expect, it } from "@jest/globals";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import { CommandError } from "../../local/core/problems.ts";
import { connectPubsub } from "../../local/console/dead-letters/pubsub.ts";
import {
  AUDITS,
  crashed,
  deadLetter,
  declarations,
  formData,
  formEvent,
  FORMS,
  worldsIn,
  TRACEPARENT,
  type World,
} from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

const open = worldsIn(closingAfterEach());

const original = (id: string) => encodeEvent(formEvent(id), TRACEPARENT).attributes;
const ids = (messages: ReturnType<World["lying"]>) => messages.map(({ attributes }) => attributes["ce-id"]);

describe("dead-letters replay", () => {
  it("publishes the message as it was, for the handler that failed, and ends the dead letter", async () => {
    const { put, run, lying } = await open();
    put(FORMS, deadLetter("msg_1"));

    const { isGood, printed } = await run("replay msg_1");

    expect(isGood).toBe(true);
    expect(printed).toBe(
      "replayed: form-submitted msg_1 (INVALID_FIELD salesforce POST /sobjects/Lead Phone): msg_1 to form.submitted for form-submitted\n1 replayed.",
    );
    expect(lying("form-submitted")).toEqual([
      expect.objectContaining({
        attributes: { ...original("msg_1"), "replay-handler": "form-submitted" },
        data: JSON.stringify(formData),
        orderingKey: "jo@example.com",
      }),
    ]);
    expect(lying(FORMS)).toEqual([]);
  });

  it("replays the oldest first, and no more of them than --max", async () => {
    const { put, run, lying } = await open();
    for (const id of ["msg_1", "msg_2", "msg_3"]) put(FORMS, deadLetter(id));
    const { isGood, printed } = await run("replay --all --max 2");
    expect([isGood, printed.split("\n").slice(-2)]).toEqual([true, ["2 replayed.", "1 dead letter left (--max)."]]);
    expect([ids(lying("form-submitted")), ids(lying(FORMS))]).toEqual([["msg_1", "msg_2"], ["msg_3"]]);
  });

  it("takes the handler of what Pub/Sub itself dead-lettered from the subscription's name without prefix", async () => {
    const { put, run, lying } = await open({ prefix: "blue-" });
    put(AUDITS, crashed("msg_1", "blue-form-audit"));
    await run("replay --all");
    expect(lying("form-audit")).toMatchObject([
      { attributes: { ...original("msg_1"), "replay-handler": "form-audit" } },
    ]);
    expect(
      Object.keys(lying("form-audit")[0]?.attributes ?? {}).filter((name) => name.startsWith("CloudPubSub")),
    ).toEqual([]);
    expect(lying(AUDITS)).toEqual([]);
  });

  it("sends each dead letter of an event to its own handler, also one that has been replayed before", async () => {
    const { put, run, lying } = await open();
    const replayedBefore = {
      ...encodeEvent(formEvent("msg_1"), TRACEPARENT),
      attributes: { ...original("msg_1"), "replay-handler": "form-submitted" },
    };
    put(FORMS, deadLetter("msg_1", { message: replayedBefore }));
    put(AUDITS, deadLetter("msg_1", { handler: "form-audit" }));
    const both =
      "msg_1 is a dead letter of form-audit and form-submitted: --filter handler=NAME takes one handler's only.";
    expect((await run("show msg_1")).complaints).toEqual([both]);
    expect((await run("replay msg_1 --dry-run --filter handler=form-audit")).complaints).toEqual([]);
    expect(await run("replay msg_1")).toMatchObject({ isGood: true, complaints: [both] });
    expect(new Set(lying("form-submitted").map(({ attributes }) => attributes["replay-handler"]))).toEqual(
      new Set(["form-audit", "form-submitted"]),
    );
  });

  it.each([
    { args: "replay msg_1 msg_3", left: ["msg_2", "msg_4"] },
    { args: "replay --filter handler=form-submitted", left: ["msg_4"] },
    { args: "replay --filter code=INVALID_FIELD", left: ["msg_2", "msg_3"] },
    { args: "replay --filter code=INVALID_FIELD --filter handler=form-audit", left: ["msg_1", "msg_2", "msg_3"] },
    { args: "replay --filter code=INVALID_FIELD --filter code=TypeError", left: ["msg_3"] },
    { args: "replay --filter system=handler", left: ["msg_1", "msg_3", "msg_4"] },
    { args: "replay --filter=operation=POST%20/sobjects/Lead", left: ["msg_2", "msg_3"] },
    { args: "replay --filter field=Phone", left: ["msg_2", "msg_3"] },
    { args: "replay --filter reason=timed", left: ["msg_1", "msg_2", "msg_4"] },
    { args: "replay --filter source=app --filter type=form.submitted --filter newer-than=1h", left: [] },
    { args: "replay --filter older-than=1h", left: ["msg_1", "msg_2", "msg_3", "msg_4"] },
    { args: "replay msg_1 --filter handler=form-audit", left: ["msg_1", "msg_2", "msg_3", "msg_4"] },
    { args: "replay --all", left: [] },
  ])("leaves $left after $args", async ({ args, left }) => {
    const { put, run, lying } = await open();
    put(
      FORMS,
      deadLetter("msg_1"),
      deadLetter("msg_2", { reason: { code: "TypeError", system: "handler" } }),
      crashed("msg_3"),
    );
    put(AUDITS, deadLetter("msg_4", { handler: "form-audit" }));
    await run(args);
    expect(ids([...lying(FORMS), ...lying(AUDITS)])).toEqual(left);
    expect(lying("form-submitted")).toHaveLength(4 - left.length);
  });

  it("says on a dry run what it would do, and touches nothing", async () => {
    const { put, run, lying, pullable } = await open();
    const [id] = put(FORMS, deadLetter("msg_1"));
    const { isGood, printed } = await run("replay --all --dry-run");
    expect(isGood).toBe(true);
    expect(printed).toMatch(
      /^would be replayed: .*: msg_1 to form\.submitted for form-submitted\n1 would be replayed\.$/,
    );
    expect(lying("form-submitted")).toEqual([]);
    expect(await pullable(FORMS)).toEqual([id]);
  });

  it("answers machines in JSON", async () => {
    const { put, run } = await open();
    const [messageId] = put(FORMS, deadLetter("msg_1"));
    expect(JSON.parse((await run("replay --all --json")).printed)).toEqual({
      outcomes: [
        {
          kind: "dead-letter",
          name: "form-submitted",
          id: "msg_1",
          messageId,
          topic: FORMS,
          reason: "INVALID_FIELD salesforce POST /sobjects/Lead Phone",
          outcome: "replayed",
          events: [{ topic: "form.submitted", id: "msg_1", handler: "form-submitted" }],
        },
      ],
    });
  });

  it("says that there is nothing to replay", async () => {
    const { run } = await open();
    expect(await run("replay --all")).toEqual({ isGood: true, printed: "Nothing to replay.", complaints: [] });
    expect((await run("replay msg_1")).isGood).toBe(false);
  });

  it.each([true, false])("keeps one person's events in order, whether they came with a key: %s", async (isOrdered) => {
    const { put, run, lying } = await open();
    const messages = Array.from({ length: 60 }, (_, index) =>
      deadLetter(`msg_${index}`, {
        message: encodeEvent(formEvent(`msg_${index}`, `${index % 3}@example.com`), TRACEPARENT, isOrdered),
      }),
    );
    put(FORMS, ...messages);
    await run("replay --all");
    for (const person of ["0@example.com", "1@example.com", "2@example.com"]) {
      const theirs = ids(lying("form-submitted").filter(({ orderingKey }) => orderingKey === person)).map((id) =>
        Number(id?.slice(4)),
      );
      expect(theirs).toHaveLength(20);
      expect(theirs).toEqual(theirs.toSorted((a, b) => a - b));
    }
  });
});

describe("dead-letters replay, when something fails", () => {
  it("leaves everything where it lay during an outage, and tries a topic no more", async () => {
    const { put, run, local, place, pubsub, lying, pullable } = await open();
    const messageIds = put(FORMS, ...Array.from({ length: 40 }, (_, index) => deadLetter(`msg_${index}`)));
    local.broker.pause();
    const impatient = await connectPubsub(place, 100);
    const { isGood, printed, complaints } = await run("replay --all", {
      pubsub: { ...pubsub, publish: impatient.publish },
    });
    await impatient.close();
    expect(isGood).toBe(false);
    expect(printed).toMatch(
      /^failed: form-submitted msg_0 .*does not answer for projects\/p\/topics\/form\.submitted.*\n1 failed, 39 not tried\.$/,
    );
    expect(complaints).toEqual(["40 of 40 dead letters not replayed."]);
    local.broker.resume();
    expect(lying("form-submitted")).toEqual([]);
    expect((await pullable(FORMS)).toSorted()).toEqual(messageIds);
  });

  it("goes on after a message that Pub/Sub refuses for itself", async () => {
    const { put, pubsub, run, lying } = await open();
    put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    const publish: typeof pubsub.publish = async (topic, message) => {
      if (message.attributes["ce-id"] === "msg_1")
        throw new CommandError("Pub/Sub refuses it.", { cause: Object.assign(new Error("too large"), { code: 3 }) });
      return pubsub.publish(topic, message);
    };
    expect((await run("replay --all", { pubsub: { ...pubsub, publish } })).printed).toMatch(
      /^failed: form-submitted msg_1 .*; Pub\/Sub refuses it\.\nreplayed: form-submitted msg_2 /,
    );
    expect([ids(lying("form-submitted")), ids(lying(FORMS))]).toEqual([["msg_2"], ["msg_1"]]);
  });

  it("leaves what has no topic any more, and replays the rest", async () => {
    const { put, run, lying } = await open({ without: ["contact.unsubscribed"] });
    put(FORMS, deadLetter("msg_1"));
    put("contact-unsubscribed.dead-letter", deadLetter("msg_2", { handler: "contact-unsubscribed" }));
    const { isGood, printed } = await run("replay --all");
    expect(isGood).toBe(false);
    expect(printed).toMatch(
      /failed: contact-unsubscribed msg_2 .*projects\/p\/topics\/contact\.unsubscribed does not exist: deploy/,
    );
    expect(lying("contact-unsubscribed.dead-letter")).toHaveLength(1);
    expect(ids(lying("form-submitted"))).toEqual(["msg_1"]);
  });

  it("reports what is replayed and could not be acknowledged", async () => {
    const { put, pubsub, run, lying } = await open();
    put(FORMS, deadLetter("msg_1"));
    const acknowledge = async () => Promise.reject(new CommandError("Pub/Sub does not answer."));
    const { isGood, printed } = await run("replay --all", { pubsub: { ...pubsub, acknowledge } });
    expect(isGood).toBe(false);
    expect(printed).toMatch(
      /^not acknowledged: form-submitted msg_1 .*may be replayed again, which is harmless: Pub\/Sub does not answer\./,
    );
    expect([lying("form-submitted"), lying(FORMS)]).toMatchObject([[{}], [{}]]);
  });

  it("replays an event once for a handler, however often it lies there", async () => {
    const { put, run, lying } = await open();
    put(FORMS, deadLetter("msg_1"), crashed("msg_1"));
    const { isGood, printed } = await run("replay --all");
    expect(isGood).toBe(false);
    expect(printed).toMatch(
      /^duplicate: form-submitted msg_1 \(no reason given.*\): the same event for the same handler is in this replay already$/m,
    );
    expect([lying("form-submitted"), lying(FORMS)]).toMatchObject([[{}], [{}]]);
  });

  it("leaves what comes back at once", async () => {
    const { put, pubsub, run, lying } = await open();
    put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    const publish: typeof pubsub.publish = async (topic, message) => {
      const id = await pubsub.publish(topic, message);
      put(FORMS, deadLetter(message.attributes["ce-id"] ?? ""));
      return id;
    };
    expect((await run("replay --all", { pubsub: { ...pubsub, publish } })).printed).toMatch(/\n2 replayed\.$/);
    expect(ids(lying("form-submitted"))).toEqual(["msg_1", "msg_2"]);
    expect(ids(lying(FORMS))).toEqual(["msg_1", "msg_2"]);
  });

  it.each(["list", "show msg_1", "plan", "replay --all --dry-run"])(
    "says nothing of a replay where %s is interrupted, or its reader is gone",
    async (args) => {
      const { put, run, lying } = await open();
      put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
      const interruption = new AbortController();
      const { signal } = interruption;
      const { isGood, complaints } = await run(args, { signal, print: () => interruption.abort() });
      expect({ isGood, complaints }).toEqual({ isGood: false, complaints: [] });
      expect(lying(FORMS)).toHaveLength(2);
    },
  );

  it("begins nothing more when it is interrupted, and gives the rest back", async () => {
    const { put, pubsub, run, lying, pullable } = await open();
    put(FORMS, ...["msg_1", "msg_2", "msg_3"].map((id) => deadLetter(id)));
    const interruption = new AbortController();
    const publish: typeof pubsub.publish = async (topic, message) => {
      const id = await pubsub.publish(topic, message);
      interruption.abort();
      return id;
    };
    const { isGood, complaints } = await run("replay --all", {
      pubsub: { ...pubsub, publish },
      signal: interruption.signal,
    });
    expect({ isGood, complaints }).toEqual({
      isGood: false,
      complaints: ["2 of 3 dead letters not replayed.", "Interrupted: what was not replayed stays where it was."],
    });
    expect(ids(lying("form-submitted"))).toEqual(["msg_1"]);
    expect(ids(lying(FORMS))).toEqual(["msg_2", "msg_3"]);
    expect(await pullable(FORMS)).toHaveLength(2);
  });

  it("does not publish for a handler that is gone, since every other would acknowledge it", async () => {
    const { put, run, lying } = await open();
    const { "form-audit": _, ...functions } = declarations.functions;
    put(AUDITS, deadLetter("msg_1", { handler: "form-audit" }));
    const { isGood, printed } = await run("replay --all", { manifest: { ...declarations, functions } });
    expect(isGood).toBe(false);
    expect(printed).toMatch(
      /^refused: form-audit msg_1 .*: there is no handler form-audit in this checkout, and no other may take its message: replay from a checkout that has it, or discard$/m,
    );
    expect([lying("form-submitted"), lying(AUDITS)]).toMatchObject([[], [{}]]);
  });

  it.each([
    {
      broken: "no attributes",
      message: { data: Buffer.from("{}"), attributes: {} },
      note: "the attribute ce-id is missing",
    },
    {
      broken: "no data",
      message: { data: Buffer.alloc(0), attributes: original("msg_1") },
      note: "the body is not JSON",
    },
    {
      broken: "another type",
      message: { data: Buffer.from("{}"), attributes: { ...original("msg_1"), "ce-type": "lead.converted" } },
      note: "it is a lead.converted, not a form.submitted",
    },
    {
      broken: "a refused field",
      message: { data: Buffer.from(JSON.stringify({ ...formData, formId: "" })), attributes: original("msg_1") },
      note: "/data/formId is missing",
    },
  ])(
    "says that a message with $broken will fail again, and replays it to its handler's topic",
    async ({ message, note }) => {
      const { put, run, lying } = await open();
      put(FORMS, deadLetter("msg_1", { message }));
      const { printed } = await run("replay --all");
      expect(printed).toContain(`by this checkout, form-submitted refuses it again: ${note}`);
      expect(lying("form-submitted")).toMatchObject([
        { attributes: { ...message.attributes, "replay-handler": "form-submitted" }, data: message.data.toString() },
      ]);
      expect(lying(FORMS)).toEqual([]);
    },
  );
});
