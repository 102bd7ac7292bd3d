import { beforeEach, describe, expect, it } from "@jest/globals";
import handler from "../../functions/handlers/contact-unsubscribed.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { consentIn, createLane } from "../harness/lane.ts";

const email = "ada@example.com";
const event: Event<"contact.unsubscribed"> = {
  id: "01E4C4CT6YDC7Y5M7FE1GWWPQJ",
  source: "/sources/customerio",
  type: "contact.unsubscribed",
  subject: email,
  time: "2026-01-01T00:00:00.000Z",
  data: { email },
};

let lane: ReturnType<typeof createLane>;
beforeEach(() => {
  lane = createLane(handler);
});

function optedOut(type: "Lead" | "Contact") {
  return (lane.salesforce.state()[type] as { Email: string; HasOptedOutOfEmail: boolean }[])
    .map(({ Email, HasOptedOutOfEmail }) => `${Email} ${HasOptedOutOfEmail}`)
    .toSorted();
}

describe("contact.unsubscribed", () => {
  it("opts every Lead and Contact of the person out, and nobody else", async () => {
    lane.salesforce.seed({
      Lead: [
        { LastName: "A", Company: "A", Email: email },
        { LastName: "B", Company: "B", Email: "Ada@Example.com" },
        { LastName: "C", Company: "C", Email: "grace@example.com" },
      ],
      Contact: [
        { LastName: "A", Email: email },
        { LastName: "D", Email: "grace@example.com" },
      ],
    });
    expect(await lane.deliver(event)).toBe(204);
    expect(optedOut("Lead")).toEqual(["Ada@Example.com true", "ada@example.com true", "grace@example.com false"]);
    expect(optedOut("Contact")).toEqual(["ada@example.com true", "grace@example.com false"]);
  });

  it("writes nothing where it is so already", async () => {
    const known = { HasOptedOutOfEmail: true, Email_Consent_At__c: event.time };
    lane.salesforce.seed({ Lead: [{ LastName: "A", Company: "A", Email: email, ...known }] });
    expect(await lane.deliver(event)).toBe(204);
    expect(lane.calls().filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("leaves a converted Lead, which can't be written, and opts its Contact out", async () => {
    lane.salesforce.seed({ Lead: [{ LastName: "A", Company: "A", Email: email }] });
    const [lead] = lane.salesforce.state()["Lead"] as { Id: string }[];
    lane.salesforce.convertLead(lead?.Id ?? "");
    expect(await lane.deliver(event)).toBe(204);
    expect(optedOut("Contact")).toEqual(["ada@example.com true"]);
  });

  it("is done where nobody has that address", async () => {
    expect(await lane.deliver(event)).toBe(204);
    expect(lane.deadLetters).toEqual([]);
  });

  it("is kept at customer.io, also of somebody nobody knows", async () => {
    expect(await lane.deliver(event)).toBe(204);
    expect(consentIn(lane)).toEqual({ salesforce: [], customerio: [true] });
  });

  it("finds the Lead that a form has made while customer.io did not know yet", async () => {
    lane.faults.add({ system: "customerio", match: "PUT /customers/*", fault: "slow", milliseconds: 1000 });
    lane.clock.after(500, () => lane.salesforce.insert("Lead", { LastName: "A", Company: "A", Email: email }));
    expect(await lane.deliver(event)).toBe(204);
    expect(consentIn(lane)).toEqual({ salesforce: [true], customerio: [true] });
  });

  it("comes back for Salesforce, whatever customer.io refuses for good", async () => {
    lane.salesforce.seed({ Lead: [{ LastName: "A", Company: "A", Email: email }] });
    lane.faults.add({ system: "customerio", match: "PUT /customers/*", fault: "reject-before", status: 400 });
    lane.faults.add({ system: "salesforce", match: "POST /composite", fault: "5xx-json" });
    expect([await lane.deliver(event), await lane.deliver(event, 2)]).toEqual([503, 204]);
    expect(consentIn(lane)).toEqual({ salesforce: [true], customerio: [true] });
  });

  it("waits in Salesforce for no outage of customer.io, and comes back for that", async () => {
    lane.salesforce.seed({ Lead: [{ LastName: "A", Company: "A", Email: email }] });
    lane.faults.add({ system: "customerio", fault: "5xx-json" });
    expect(await lane.deliver(event)).toBe(503);
    expect(consentIn(lane)).toEqual({ salesforce: [true], customerio: [] });
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(consentIn(lane)).toEqual({ salesforce: [true], customerio: [true] });
  });
});
