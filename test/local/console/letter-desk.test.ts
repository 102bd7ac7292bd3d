import { afterEach, describe, expect, it } from "@jest/globals";
import type { ReplayState } from "../../../local/console/contract/dead-letters.ts";
import { brokerPubsub } from "../../../local/console/dead-letters/broker-pubsub.ts";
import { type DeskOptions, LetterDesk } from "../../../local/console/dead-letters/letter-desk.ts";
import { encodeEvent, type Message } from "../../../functions/runtime/pubsub/message.ts";
import type { DeliveryRow } from "../../../local/console/contract/deliveries.ts";
import { CommandError } from "../../../local/core/problems.ts";
import { systemClock } from "../../../local/core/clock.ts";
import { Broker } from "../../../local/pubsub/broker/broker.ts";
import { subscriptionPath, topicPath } from "../../../local/runner/functions/topics.ts";
import {
  deadLetter,
  declarations,
  DISCARDED,
  formEvent,
  FORMS,
  formPayload,
  quarantined,
  REJECTED,
} from "../../tools/dead-letters-world.ts";

let desk: LetterDesk | undefined;
afterEach(() => desk?.close());

/** Waits take a twentieth. */
const quick = {
  now: () => began + (Date.now() - began) * 20,
  after: (milliseconds: number, callback: () => void) => systemClock.after(milliseconds / 20, callback),
};
const began = Date.now();

function open(options: Partial<DeskOptions> = {}) {
  const broker = new Broker({ push: () => Promise.reject(new Error("nothing is pushed")) });
  for (const topic of Object.keys(declarations.topics)) broker.createTopic({ name: topicPath(topic) });
  for (const [name, { topic }] of Object.entries(declarations.subscriptions))
    broker.createSubscription({ name: subscriptionPath(name), topic: topicPath(topic), ackDeadlineSeconds: 10 });
  const told: ReplayState[] = [];
  const own = new LetterDesk({
    pubsub: brokerPubsub(broker),
    manifest: () => declarations,
    rowOf: (_, eventId) => `row of ${eventId}`,
    tell: (state) => void told.push(state),
    ...options,
  });
  desk = own;
  const put = (topic: string, ...messages: readonly Message[]) =>
    broker.publish(
      topicPath(topic),
      messages.map(({ data, attributes, orderingKey = "" }) => ({
        data: data.toString("base64"),
        attributes,
        orderingKey,
      })),
    );
  const lying = (subscription: string) => broker.state().messages(subscriptionPath(subscription));
  return { desk: own, broker, put, lying, told };
}

const letterFor = (id: number) => encodeEvent(formEvent(`msg_${id}`, `person-${id}@example.com`), "");

const rowOf = (eventId: string): DeliveryRow => ({
  eventId,
  type: "form.submitted",
  subscription: "form-submitted",
  attempt: 1,
  outcome: "acknowledged",
  latencyMs: 1,
  startedAt: new Date(quick.now()).toISOString(),
  messageId: "1",
});

const onlyGroup = async ({ desk: own }: ReturnType<typeof open>) => {
  const [group] = (await own.look(undefined, false)).groups;
  return group?.id ?? "";
};

describe("LetterDesk", () => {
  it("plans for some, a group or all, and touches nothing", async () => {
    const opened = open();
    opened.put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    opened.put(REJECTED, quarantined({ type: "form.submitted" }));
    const plans = async (request: Parameters<LetterDesk["plan"]>[0]) =>
      (await opened.desk.plan(request)).map(({ letter, action }) => `${letter.kind} ${letter.id} ${action}`);
    expect(await plans({ ids: ["msg_2"] })).toEqual(["dead-letter msg_2 publish"]);
    expect(await plans({ group: await onlyGroup(opened) })).toEqual([
      "dead-letter msg_1 publish",
      "dead-letter msg_2 publish",
    ]);
    expect(await plans({})).toHaveLength(3);
    await expect(plans({ ids: ["msg_9"] })).rejects.toThrow(/^there is no dead letter msg_9/);
    expect(opened.lying(FORMS)).toHaveLength(2);
  });

  it("replays the letters of one event, and says of another that it has none", async () => {
    const opened = open();
    opened.put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    expect(await opened.desk.replay({ event: "row of msg_2" })).toMatchObject({ total: 1, replayed: 1, left: [] });
    expect(opened.lying(FORMS)).toMatchObject([{ attributes: { "ce-id": "msg_1" } }]);
    await expect(opened.desk.replay({ event: "row of msg_3" })).rejects.toThrow(
      "no dead letter of that group or event",
    );
    await expect(opened.desk.replay({ event: "row of msg_1", group: "a" })).rejects.toThrow(
      "give either ids, a group or an event",
    );
  });

  it("groups what lies there by reason, and shows the letters of a group with the way to their events", async () => {
    const opened = open();
    opened.put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    const large = { type: "form.submitted", note: "é".repeat(20_000) };
    opened.put(REJECTED, quarantined(large));
    const { groups } = await opened.desk.look(undefined, false);
    expect(groups).toMatchObject([
      { kind: "dead-letter", name: "form-submitted", reason: { code: "INVALID_FIELD" }, count: 2, people: 1 },
      { kind: "rejected", name: "app", reason: { code: "SCHEMA" }, count: 1 },
    ]);
    const { letters } = await opened.desk.look(groups[0]?.id, false);
    expect(letters).toMatchObject([
      { eventId: "msg_1", person: "jo@example.com", event: "row of msg_1", discarded: null },
      { eventId: "msg_2" },
    ]);
    expect(letters[0]).not.toHaveProperty("cut");
    const [beginning] = (await opened.desk.look(groups[1]?.id, false)).letters;
    expect(beginning).toMatchObject({ cut: true, bytes: Buffer.byteLength(JSON.stringify(large)) });
    expect(beginning?.data).toHaveLength(20_000);
    expect(opened.lying(FORMS)).toHaveLength(2);
  });

  it("replays a group, and what a schema lets through by now", async () => {
    const opened = open();
    opened.put(REJECTED, quarantined(formPayload), quarantined({ type: "form.submitted" }));
    const state = await opened.desk.replay({ group: await onlyGroup(opened) });
    expect(state).toMatchObject({ isUnderWay: false, total: 2, replayed: 1, left: [{ outcome: "refused" }] });
    expect([opened.lying("form-submitted").length, opened.lying(REJECTED).length]).toEqual([1, 1]);
  });

  it("answers at once where a rate draws it out, lets the others be seen meanwhile, and tells how far it is", async () => {
    const opened = open();
    opened.put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"), deadLetter("msg_3"));
    const { id = "" } = (await opened.desk.look(await onlyGroup(opened), false)).letters[2] ?? {};
    const state = await opened.desk.replay({ ids: ["msg_1", "msg_2"], rate: 10 });
    expect(state).toMatchObject({ isUnderWay: true, total: 2 });
    expect((await opened.desk.look(await onlyGroup(opened), false)).letters.map((one) => one.id)).toEqual([id]);
    await expect(opened.desk.replay({ ids: [id] })).rejects.toThrow("a replay is under way");
    while (opened.told.at(-1)?.isUnderWay !== false) await new Promise((resolve) => void setTimeout(resolve, 20));
    expect(opened.told.at(-1)).toMatchObject({ isUnderWay: false, total: 2, replayed: 2, left: [] });
    expect(opened.lying("form-submitted")).toHaveLength(2);
  });

  /** A handler that takes what is published, and gives up on some. */
  function handling({ broker, put }: ReturnType<typeof open>, isGood: (id: string) => boolean) {
    const name = subscriptionPath("form-submitted");
    const turn = async () => {
      for (const { ackId, message } of await broker.pull(name, 100, { returnImmediately: true })) {
        const id = message.attributes["ce-id"] ?? "";
        if (!isGood(id)) put(FORMS, deadLetter(id));
        deliveries.unshift(rowOf(id));
        broker.acknowledge(name, [ackId]);
      }
    };
    const timer = setInterval(() => void turn(), 5);
    const deliveries: DeliveryRow[] = [];
    return { deliveries: () => Promise.resolve(deliveries), stop: () => clearInterval(timer) };
  }

  it.each<[string, (id: string) => boolean, object]>([
    ["goes on after a canary that went well", () => true, { replayed: 6, again: 0, stopped: null, left: [] }],
    [
      "stops after one that did not, and all others stay where they were",
      (id) => id !== "msg_2",
      { replayed: 2, again: 1, stopped: "stopped: 1 of the 2 that are out fail again" },
    ],
  ])("%s", async (_, isGood, expected) => {
    const handler = { deliveries: (): Promise<readonly DeliveryRow[]> => Promise.resolve([]), stop: () => {} };
    const opened = open({ clock: quick, deliveries: () => handler.deliveries() });
    Object.assign(handler, handling(opened, isGood));
    for (let id = 1; id <= 6; id += 1) opened.put(FORMS, deadLetter(`msg_${id}`, { message: letterFor(id) }));
    opened.put(REJECTED, quarantined(formPayload));
    const group = await onlyGroup(opened);
    expect(await opened.desk.replay({ group, canary: 2 })).toMatchObject({ isUnderWay: true, total: 6 });
    // Those of others are held meanwhile, and seen all the same.
    expect((await opened.desk.look(undefined, false)).groups.map(({ kind }) => kind)).toContain("rejected");
    while (opened.told.at(-1)?.isUnderWay !== false) await new Promise((resolve) => void setTimeout(resolve, 5));
    handler.stop();
    expect(opened.told.at(-1)).toMatchObject({ isUnderWay: false, total: 6, ...expected });
    expect(opened.lying(FORMS)).toHaveLength(isGood("msg_2") ? 0 : 5);
  });

  it("stops by itself at nine tenths of an allowance, and says where that is not known", async () => {
    const spent = { system: "salesforce", unit: "API calls of the day", used: 95, max: 100, at: Date.now() };
    const first = open({ allowances: () => Promise.resolve([spent]) });
    first.put(FORMS, deadLetter("msg_1"));
    expect(await first.desk.replay({ ids: ["msg_1"] })).toMatchObject({
      replayed: 0,
      stopped: "stopped: 95 of the 100 API calls of the day of salesforce are used",
      left: [{ outcome: "not tried" }],
    });
    await first.desk.close();
    const second = open({ allowances: () => Promise.reject(new CommandError("refused: 403")) });
    second.put(FORMS, deadLetter("msg_1"));
    expect(await second.desk.replay({ ids: ["msg_1"] })).toMatchObject({
      replayed: 1,
      stopped: null,
      remark: expect.stringMatching(/^What is used of allowances is not known.*403$/),
    });
  });

  it("discards with a reason and brings back", async () => {
    const opened = open();
    opened.put(FORMS, deadLetter("msg_1"));
    await opened.desk.discard(["msg_1"], "a bot's form");
    const group = (await opened.desk.look(undefined, true)).groups[0]?.id;
    expect((await opened.desk.look(group, true)).letters).toMatchObject([{ discarded: { because: "a bot's form" } }]);
    expect((await opened.desk.look(undefined, false)).groups).toEqual([]);
    await opened.desk.restore(["msg_1"]);
    expect([opened.lying(FORMS).length, opened.lying(DISCARDED).length]).toEqual([1, 0]);
  });

  it.each<[string, (own: LetterDesk) => Promise<unknown>, string]>([
    ["neither ids nor a group", (own) => own.replay({}), "give either ids, a group or an event to replay"],
    ["an id that is not there", (own) => own.replay({ ids: ["msg_9"] }), "there is no dead letter msg_9"],
    ["a group that is gone", (own) => own.replay({ group: "f00" }), "there is no dead letter of that group"],
    ["no reason", async (own) => own.discard(["msg_1"], " "), "because is missing: say why nobody needs them"],
    ["what was not discarded", (own) => own.restore(["msg_1"]), "there is no discarded letter msg_1"],
  ])("refuses %s", async (_, act, sentence) => {
    const { desk: own, put, lying } = open();
    put(FORMS, deadLetter("msg_1"));
    await expect(act(own)).rejects.toThrow(sentence);
    expect(lying(FORMS)).toHaveLength(1);
    expect((await own.look(undefined, false)).groups).toHaveLength(1);
  });
});
