import { beforeEach, describe, expect, it } from "@jest/globals";
import subscribed from "../../functions/handlers/contact-subscribed.ts";
import unsubscribed from "../../functions/handlers/contact-unsubscribed.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { createLane } from "../harness/lane.ts";

const email = "ada@example.com";
const event: Event<"contact.subscribed"> = {
  id: "01E4C4CT6YDC7Y5M7FE1GWWPQJ",
  source: "/sources/customerio",
  type: "contact.subscribed",
  subject: email,
  time: "2026-01-01T00:00:00.000Z",
  data: { email },
};

let lane: ReturnType<typeof createLane>;
beforeEach(() => {
  lane = createLane(subscribed);
});

/** What both systems send by. */
function consent() {
  const { Lead = [] } = lane.salesforce.state() as { Lead?: { HasOptedOutOfEmail: boolean }[] };
  const { people = [] } = lane.customerio.state() as { people?: { attributes: { unsubscribed?: boolean } }[] };
  return {
    salesforce: Lead.map(({ HasOptedOutOfEmail }) => HasOptedOutOfEmail),
    customerio: people.map(({ attributes }) => attributes.unsubscribed),
  };
}

function seedOptedOut(at: string): void {
  lane.salesforce.seed({
    Lead: [{ LastName: "A", Company: "A", Email: email, HasOptedOutOfEmail: true, Email_Consent_At__c: at }],
  });
  const seconds = Date.parse(at) / 1000;
  lane.customerio.seed({
    people: [{ email, attributes: { unsubscribed: true }, timestamps: { unsubscribed: seconds } }],
  });
}

describe("contact.subscribed", () => {
  it("takes an earlier opt-out back in both systems, once", async () => {
    seedOptedOut("2025-12-31T23:00:00.000Z");
    expect(await lane.deliver(event)).toBe(204);
    expect(consent()).toEqual({ salesforce: [false], customerio: [false] });
    lane.forgetCalls();
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(lane.calls().filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("leaves a later opt-out, whichever arrives first", async () => {
    seedOptedOut("2026-01-01T00:00:01.000Z");
    expect(await lane.deliver(event)).toBe(204);
    expect(consent()).toEqual({ salesforce: [true], customerio: [true] });
  });
});

describe("contact.unsubscribed", () => {
  beforeEach(() => {
    lane = createLane(unsubscribed);
  });
  const optOut: Event<"contact.unsubscribed"> = { ...event, type: "contact.unsubscribed" };

  it("is kept at customer.io, also of somebody nobody knows", async () => {
    expect(await lane.deliver(optOut)).toBe(204);
    expect(consent()).toEqual({ salesforce: [], customerio: [true] });
  });

  it("waits in Salesforce for no outage of customer.io, and comes back for that", async () => {
    lane.salesforce.seed({ Lead: [{ LastName: "A", Company: "A", Email: email }] });
    lane.faults.add({ system: "customerio", fault: "5xx-json" });
    expect(await lane.deliver(optOut)).toBe(503);
    expect(consent()).toEqual({ salesforce: [true], customerio: [] });
    expect(await lane.deliver(optOut, 2)).toBe(204);
    expect(consent()).toEqual({ salesforce: [true], customerio: [true] });
  });
});
