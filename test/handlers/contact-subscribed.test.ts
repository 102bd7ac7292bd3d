import { beforeEach, describe, expect, it } from "@jest/globals";
import handler from "../../functions/handlers/contact-subscribed.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { consentIn, createLane } from "../harness/lane.ts";

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
  lane = createLane(handler);
});

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
    expect(consentIn(lane)).toEqual({ salesforce: [false], customerio: [false] });
    lane.forgetCalls();
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(lane.calls().filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("finds the Lead that a form has opted out while customer.io did not know yet", async () => {
    lane.faults.add({ system: "customerio", match: "PUT /customers/*", fault: "slow", milliseconds: 1000 });
    const fields = { LastName: "A", Company: "A", Email: email, HasOptedOutOfEmail: true };
    lane.clock.after(500, () => lane.salesforce.insert("Lead", fields));
    expect(await lane.deliver(event)).toBe(204);
    expect(consentIn(lane)).toEqual({ salesforce: [false], customerio: [false] });
  });

  it("comes again where Salesforce can't be had", async () => {
    seedOptedOut("2025-12-31T23:00:00.000Z");
    lane.faults.add({ system: "salesforce", match: "PATCH /composite/sobjects", fault: "5xx-json" });
    expect([await lane.deliver(event), await lane.deliver(event, 2)]).toEqual([503, 204]);
    expect(consentIn(lane)).toEqual({ salesforce: [false], customerio: [false] });
  });

  it("takes it back in Salesforce, also where customer.io refuses the person for good", async () => {
    seedOptedOut("2025-12-31T23:00:00.000Z");
    lane.faults.add({ system: "customerio", match: "PUT /customers/*", fault: "reject-before", status: 400 });
    expect(await lane.deliver(event)).toBe(204);
    expect(lane.deadLetters).toHaveLength(1);
    expect(consentIn(lane)).toEqual({ salesforce: [false], customerio: [true] });
  });

  it("leaves a later opt-out, whichever arrives first", async () => {
    seedOptedOut("2026-01-01T00:00:01.000Z");
    expect(await lane.deliver(event)).toBe(204);
    expect(consentIn(lane)).toEqual({ salesforce: [true], customerio: [true] });
  });
});
