import { afterEach, describe, expect, it } from "@jest/globals";
import type { ReplayState } from "../../../local/console/contract/dead-letters.ts";
import { brokerPubsub } from "../../../local/console/dead-letters/broker-pubsub.ts";
import { LetterDesk } from "../../../local/console/dead-letters/letter-desk.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { Broker } from "../../../local/pubsub/state/broker.ts";
import { subscriptionPath, topicPath } from "../../../local/runner/functions/topics.ts";
import {
  deadLetter,
  declarations,
  DISCARDED,
  FORMS,
  formPayload,
  quarantined,
  REJECTED,
} from "../../tools/dead-letters-world.ts";

let desk: LetterDesk | undefined;
afterEach(() => desk?.close());

function open() {
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
  return { desk: own, put, lying, told };
}

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
    opened.put(REJECTED, quarantined({ type: "form.submitted" }));
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
    expect(opened.told.at(-1)).toEqual({ isUnderWay: false, total: 2, replayed: 2, left: [] });
    expect(opened.lying("form-submitted")).toHaveLength(2);
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
