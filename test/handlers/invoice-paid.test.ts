import { beforeEach, describe, expect, it } from "@jest/globals";
import channels from "../../functions/configuration/slack.json" with { type: "json" };
import handler from "../../functions/handlers/invoice-paid.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { createLane } from "../harness/lane.ts";
import { readEvent } from "../harness/fixtures.ts";

const channel = channels["invoice.paid"];
const { specversion: _, ...sample } = readEvent("invoice.paid", "full");
const event = sample as unknown as Event<"invoice.paid">; // its schema's own test passes it
const known = { Name: "Babbage & Sons", Billing_Customer_Id__c: event.subject };

let lane: ReturnType<typeof createLane>;
beforeEach(() => {
  lane = createLane(handler);
  lane.clock.moveTo(Date.parse(event.time) + 1000); // Slack is asked for what it has had since
  lane.slack.seed({ channels: [{ id: channel, name: "billing" }] });
});

const records = (object: string) => lane.salesforce.state()[object] as { Id: string; [field: string]: unknown }[];
const messages = () => lane.slack.state().messages;
const invoice = (data: object) => ({ ...event, data: { ...event.data, ...data } });

const refusal = { errorCode: "INACTIVE_OWNER_OR_USER", message: "m", fields: ["OwnerId"] };
const inactive = { status: 400, body: [refusal] };

/** The customer's Account has an owner: their id. */
function seedOwner(): string {
  const Email = "grace@example.com";
  const OwnerId = lane.salesforce.insert("User", { Username: Email, LastName: "Hopper", Email, Alias: "grace" });
  lane.salesforce.seed({ Account: [{ ...known, OwnerId }] });
  return OwnerId;
}

describe("invoice-paid", () => {
  it("makes an Account of a customer whom Salesforce does not know, with a Task, and tells Slack", async () => {
    expect(await lane.deliver(event)).toBe(204);
    const [account] = records("Account");
    expect(account).toMatchObject({
      Name: "Lovelace & Babbage Ltd",
      Billing_Customer_Id__c: "cus_TQ7x2mNcVb4KpL",
      Type: "Customer - Direct",
    });
    expect(records("Task")).toMatchObject([
      { Subject: "Invoice A1B2C3D4-0007 was paid: €119.00", WhatId: account?.Id, ActivityDate: "2026-11-02" },
    ]);
    expect(messages()).toMatchObject([
      {
        channel,
        text: [
          "Invoice A1B2C3D4-0007 was paid: €119.00",
          `<https://salesforce.test/lightning/r/Account/${account?.Id}/view|Lovelace &amp; Babbage Ltd in Salesforce>`,
          `<${event.data.url}|Invoice>`,
        ].join("\n"),
      },
    ]);
  });

  it("gives the Task to the Account's owner, and nobody else's", async () => {
    lane.salesforce.seed({ Account: [{ Name: "Another" }] });
    const owner = seedOwner();
    expect(await lane.deliver(event)).toBe(204);
    expect(records("Task")).toMatchObject([{ OwnerId: owner, WhatId: records("Account")[1]?.Id }]);
  });

  it.each([
    ["Prospect", "Customer - Direct"],
    [null, "Customer - Direct"],
    ["Customer - Channel", "Customer - Channel"],
  ])("makes a customer of an Account of type %s, and leaves its name: %s", async (Type, type) => {
    lane.salesforce.seed({ Account: [{ ...known, Type }] });
    await lane.deliver(event);
    expect(records("Account")).toMatchObject([{ Name: "Babbage & Sons", Type: type }]);
  });

  it("gives it to the owner of the Account into which the customer's was merged", async () => {
    const owner = seedOwner();
    const [left] = records("Account");
    lane.salesforce.update(left?.Id ?? "", { Billing_Customer_Id__c: "cus_other" });
    lane.salesforce.seed({ Account: [known] });
    lane.salesforce.merge(left?.Id ?? "", records("Account")[1]?.Id ?? "");
    expect(await lane.deliver(event)).toBe(204);
    expect(records("Task")).toMatchObject([{ OwnerId: owner, WhatId: left?.Id }]);
  });

  it("leaves the Task as its owner has changed it", async () => {
    await lane.deliver(event);
    lane.salesforce.update(records("Task")[0]?.Id ?? "", { Subject: "Say thanks" });
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(records("Task")).toMatchObject([{ Subject: "Say thanks" }]);
  });

  it("does nothing twice, and one thing for each invoice", async () => {
    expect([await lane.deliver(event), await lane.deliver(event, 2)]).toEqual([204, 204]);
    lane.clock.moveTo(lane.clock.now() + 2000); // Slack takes one message a second
    await lane.deliver({ ...invoice({ invoiceId: "in_2", number: "A1B2C3D4-0008" }), id: "evt_2" });
    expect([records("Account").length, records("Task").length, messages().length]).toEqual([1, 2, 2]);
  });

  it.each([
    [{ amount: 11900, currency: "EUR" }, "€119.00"],
    [{ amount: 5000, currency: "JPY" }, "¥5,000"],
    [{ amount: 5120, currency: "KWD" }, "KWD 5.120"],
    [{ amount: 5, currency: "USD" }, "$0.05"],
    // What people write without places, and senders count by hundredths all the same.
    [{ amount: 11900, currency: "HUF" }, "HUF 119.00"],
    [{ amount: 11900, currency: "PKR" }, "PKR 119.00"],
    [{ amount: 0, currency: "XXX" }, "¤0.00"],
  ])("tells %j as %s", async (data, told) => {
    const bare = { ...data, number: undefined, customerName: undefined, url: undefined };
    expect(await lane.deliver(invoice(bare))).toBe(204);
    const subject = `Invoice in_1SXxQ2LkdIwHu7ixK3m1W0aB was paid: ${told}`;
    expect(records("Task").map(({ Subject }) => String(Subject).replaceAll("\u00a0", " "))).toEqual([subject]);
    expect(records("Account")).toMatchObject([{ Name: "cus_TQ7x2mNcVb4KpL" }]);
  });

  it("spells the sum in English, whatever the machine's language is", async () => {
    const { NumberFormat } = Intl;
    const inGerman = (locale = "de", options: Intl.NumberFormatOptions = {}) => new NumberFormat(locale, options);
    Object.assign(Intl, {
      NumberFormat: function format(...given: Parameters<typeof inGerman>) {
        return inGerman(...given);
      },
    });
    try {
      expect(await lane.deliver(event)).toBe(204);
    } finally {
      Object.assign(Intl, { NumberFormat });
    }
    expect(records("Task")).toMatchObject([{ Subject: expect.stringContaining("€119.00") }]);
  });

  it.each([
    ["Slack refuses everybody", { system: "slack", fault: "not_in_channel" }],
    ["the Account can't be changed", { system: "salesforce", match: "PATCH /sobjects/Account/*", fault: "5xx-json" }],
    ["the Task can't be had", { system: "salesforce", match: "POST /sobjects/Task", fault: "5xx-json" }],
    [
      "the owner is refused",
      { system: "salesforce", match: "POST /sobjects/Task", fault: "reject-before", ...inactive },
    ],
  ])("comes again where %s, and does all once", async (_what, fault) => {
    seedOwner();
    lane.faults.add(fault);
    expect(await lane.deliver(event)).toBe(503);
    expect(await lane.deliver(event, 2)).toBe(204);
    expect([records("Account").length, records("Task").length, messages().length]).toEqual([1, 1, 1]);
  });

  it.each([
    ["the Task can't be had", "POST /sobjects/Task", { tasks: 0, type: "Customer - Direct" }],
    ["the Account can't be changed", "PATCH /sobjects/Account/*", { tasks: 1, type: null }],
    ["the Account's owner can't be read", "GET /query", { tasks: 0, type: null }],
  ])("tells Slack and does the rest where %s", async (_what, match, { tasks, type }) => {
    seedOwner();
    // The first query has found the Account.
    lane.faults.add({ system: "salesforce", match, fault: "5xx-json", times: 9, from: match === "GET /query" ? 2 : 1 });
    expect(await lane.deliver(event)).toBe(503);
    expect({ messages: messages().length, tasks: records("Task").length }).toEqual({ messages: 1, tasks });
    expect(records("Account")[0]?.["Type"] ?? null).toBe(type);
  });

  it("dead-letters an Account that refuses its type for ever, with the Task and the message there", async () => {
    seedOwner();
    const body = [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "m", fields: [] }];
    const refused = { system: "salesforce", match: "PATCH /sobjects/Account/*", fault: "reject-before", status: 400 };
    lane.faults.add({ ...refused, body });
    expect(await lane.deliver(event)).toBe(204);
    expect([records("Task").length, messages().length]).toEqual([1, 1]);
    expect(lane.deadLetters).toMatchObject([
      { attributes: { "dead-letter-code": "FIELD_CUSTOM_VALIDATION_EXCEPTION", "dead-letter-system": "salesforce" } },
    ]);
  });

  it("waits while the owner has left: a Task of nobody's helps nobody", async () => {
    const owner = seedOwner();
    lane.salesforce.update(owner, { IsActive: false });
    expect(await lane.deliver(event, 6)).toBe(503);
    lane.salesforce.update(owner, { IsActive: true });
    expect(await lane.deliver(event, 7)).toBe(204);
    expect({ tasks: records("Task").length, messages: messages().length, letters: lane.deadLetters }).toEqual({
      tasks: 1,
      messages: 1,
      letters: [],
    });
  });
});
