import { describe, expect, it } from "@jest/globals";
import type { EventDraft } from "../../../functions/runtime/define/source.ts";
import type { Message } from "../../../functions/runtime/pubsub/message.ts";
import { readItem } from "../../../functions/runtime/receive/items.ts";
import { decodeRejected } from "../../../functions/runtime/receive/quarantine.ts";
import { ownSource } from "../../harness/own-source.ts";
import { receive, signedRequest } from "../../harness/webhook.ts";

interface Change {
  readonly id?: string;
  readonly email: string;
}

const draft = ({ id, email }: Change): EventDraft[] => [
  { id, type: "contact.unsubscribed", person: email, time: "2026-11-02T09:30:00Z", data: {} },
];
const text = { type: "string" };
const schemas = {
  envelope: { type: "object", required: ["type"], properties: { type: text } },
  kinds: { left: { type: "object", required: ["email"], properties: { email: text, id: text } } },
};
/** A sender whose body is a list, as HubSpot's, SendGrid's and Segment's are. */
const unit = ownSource({ items: [], kinds: { left: draft } }, schemas);

const receiveList = (body: unknown, of = unit) =>
  receive(of, signedRequest(of.source, Buffer.from(JSON.stringify(body))));
const left = (name: string) => ({ type: "left", id: name, email: `${name}@example.com` });
const idsOn = (messages: readonly Message[]) => messages.map(({ attributes }) => attributes["ce-id"]);

describe("receiveWebhook, of a list", () => {
  it("publishes the event of each item under the item's own id", async () => {
    const { answer, topics } = await receiveList([left("a"), left("b")]);
    expect(answer).toEqual({ status: 201, body: { outcome: "published", events: ["a", "b"] } });
    expect(idsOn(topics.on("contact.unsubscribed"))).toEqual(["a", "b"]);
  });

  it("quarantines the one bad item of a hundred alone, as it came, with its place and the reason", async () => {
    const items: object[] = Array.from({ length: 100 }, (_, index) => left(`p${index}`));
    items[41] = { ...left("p41"), email: "no address" };
    const { answer, topics, lines, text: log } = await receiveList(items);
    const reason = '/data/email must match format "email": it has no @';
    expect(answer.body.events).toHaveLength(99);
    expect(answer.body.quarantined).toEqual([{ item: 41, reason }]);
    expect(topics.on("webhook.rejected")).toEqual([
      expect.objectContaining({ data: Buffer.from(JSON.stringify(items[41])) }),
    ]);
    expect(topics.on("webhook.rejected")[0]?.attributes).toMatchObject({ item: "41", "rejected-reason": reason });
    expect(lines().filter(({ outcome }) => outcome === "quarantined")).toHaveLength(1);
    expect(log()).not.toContain("no address");
  });

  it.each([
    ["an id of its own", { id: "p41" }],
    ["none, so that it is a hash", {}],
  ])("replays an item with %s under the id that it would have had", async (_what, id) => {
    const item = { type: "left", email: "ada@example.com", ...id };
    const published = await receiveList([left("a"), item]);
    const narrow = ownSource(
      { items: [], kinds: { left: draft } },
      { ...schemas, kinds: { left: { type: "object", required: ["x"], properties: { x: text } } } },
    );
    const { topics } = await receiveList([left("a"), item], narrow);
    const [, letter] = topics.on("webhook.rejected");
    if (letter === undefined) throw new Error("nothing is quarantined");
    const { webhook, isItem } = decodeRejected(letter);
    expect(isItem).toBe(true);
    expect(readItem(unit, webhook).events.map((event) => event.id)).toEqual([published.answer.body.events?.[1]]);
  });

  it.each<[string, unknown]>([
    ["no object", "text"],
    ["without a kind", { email: "ada@example.com" }],
    ["whose kind is no text", { type: { name: "left" } }],
  ])("quarantines alone an item that is %s", async (_what, item) => {
    const { answer, topics } = await receiveList([item, left("a")]);
    expect(answer.body).toMatchObject({ outcome: "published", events: ["a"], quarantined: [{ item: 0 }] });
    expect(topics.on("webhook.rejected")).toHaveLength(1);
  });

  it("ignores items of kinds that are nothing to us, and logs each kind once", async () => {
    const { answer, lines } = await receiveList([{ type: "opened" }, left("a"), { type: "opened" }, { type: "x@y z" }]);
    expect(answer.body).toEqual({ outcome: "published", events: ["a"] });
    expect(lines().flatMap(({ outcome, reason }) => (outcome === "ignored" ? [reason] : []))).toEqual([
      "opened",
      "OTHER",
    ]);
  });

  it.each<[string, unknown, object]>([
    ["an empty list", [], { outcome: "ignored", reason: "the list is empty" }],
    ["one item without its list", left("a"), { outcome: "published", events: ["a"] }],
  ])("takes %s", async (_what, body, answer) => {
    expect((await receiveList(body)).answer).toEqual({ status: 201, body: answer });
  });

  it("says that an empty list is one, also where a source takes no lists, and keeps nothing", async () => {
    for (const one of [unit, ownSource({ kinds: { left: draft } }, schemas)]) {
      const { answer, topics, lines } = await receiveList([], one);
      expect(answer.body).toEqual({ outcome: "ignored", reason: "the list is empty" });
      expect(topics.all()).toEqual([]);
      expect(lines()).toMatchObject([{ severity: "INFO", outcome: "ignored", reason: "EMPTY_LIST", status: 201 }]);
    }
  });

  it("finds a list below members of the body, and quarantines the whole body that has none there", async () => {
    const below = ownSource({ items: ["batch", "events"], kinds: { left: draft } }, schemas);
    expect((await receiveList({ batch: { events: [left("a")] } }, below)).answer.body.events).toEqual(["a"]);
    const asText = { batch: { events: JSON.stringify([left("b"), left("c")]) } }; // as Mandrill's form has it
    expect((await receiveList(asText, below)).answer.body.events).toEqual(["b", "c"]);
    const { answer, topics } = await receiveList({ batch: {} }, below);
    expect(answer.body).toEqual({ outcome: "quarantined", reason: "/batch/events is missing" });
    expect(topics.on("webhook.rejected")[0]?.attributes).not.toHaveProperty("item");
  });

  it("gives each item what is said beside their list of all, in quarantine too", async () => {
    const kind = ({ tenant }: { tenant?: string }) => (tenant === "t1" ? "left" : "foreign");
    const of = ownSource({ items: ["batch", "events"], shared: ["tenant", "email"], kind, kinds: { left: draft } });
    const events = [{ id: "a", email: "a@example.com" }, { id: "b" }, "text"];
    const { answer, topics } = await receiveList({ batch: { tenant: "t1", email: "no address", events } }, of);
    expect(answer.body).toMatchObject({ events: ["a"], quarantined: [{ item: 1 }] });
    expect(topics.on("webhook.rejected").map(({ data }) => JSON.parse(data.toString()))).toEqual([
      { tenant: "t1", email: "no address", id: "b" },
    ]);
    expect((await receiveList({ batch: { tenant: "t2", events } }, of)).answer.body.reason).toMatch(/^foreign/);
  });

  it("quarantines whole what holds more people's events than can be published while the sender waits", async () => {
    const many = Array.from({ length: 1600 }, (_, index) => left(`p${index}`));
    const { answer, topics } = await receiveList([...many, { type: "left" }]);
    expect(answer).toMatchObject({ status: 201, body: { outcome: "quarantined" } });
    expect(topics.on("contact.unsubscribed")).toEqual([]);
    expect(topics.on("webhook.rejected")).toMatchObject([{ attributes: { "rejected-code": "TOO_MANY_EVENTS" } }]);
    expect((await receiveList(many.slice(0, 1400))).answer.body.events).toHaveLength(1400);
  });
});

describe("receiveWebhook, of a Salesforce outbound message", () => {
  const ack = { contentType: "text/xml", text: "<Ack>true</Ack>" };
  const leave = ({ Id, sObject }: { Id: string; sObject: { Email: string } }): EventDraft[] =>
    draft({ id: Id, email: sObject.Email });
  const salesforce = ownSource({
    body: "xml",
    items: ["Envelope", "Body", "notifications", "Notification"],
    kind: ({ sObject }: { sObject: { "@type": string } }) => sObject["@type"],
    kinds: { "sf:Contact": leave },
    accepted: ack,
  });
  const notification = (id: string, type: string) =>
    `<Notification><Id>${id}</Id><sObject xsi:type="sf:${type}"><sf:Email>${id}@example.com</sf:Email></sObject></Notification>`;
  const message = (...notifications: string[]) =>
    Buffer.from(
      `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"><soapenv:Body><notifications xmlns="http://soap.sforce.com/2005/09/outbound"><OrganizationId>00D1</OrganizationId>${notifications.join("")}</notifications></soapenv:Body></soapenv:Envelope>`,
    );

  it.each([
    ["one notification", [notification("04l1", "Contact")], ["04l1"]],
    [
      "several",
      [notification("04l1", "Contact"), notification("04l2", "Lead"), notification("04l3", "Contact")],
      ["04l1", "04l3"],
    ],
  ])("publishes what %s says, and is answered as it waits for", async (_what, notifications, ids) => {
    const { answer, topics } = await receive(salesforce, signedRequest(salesforce.source, message(...notifications)));
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "text/xml" }, text: ack.text });
    expect(idsOn(topics.on("contact.unsubscribed"))).toEqual(ids);
  });
});
