// needs functions/sources/customerio.ts
import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { type FastLane, ONCE, startFastLane, tracesOf } from "./fast-lane.ts";
import { formFill, freshId, report, signForApp } from "./webhooks.ts";

let lane: FastLane;
beforeAll(async () => {
  lane = await startFastLane();
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

describe("the fast lane", () => {
  it("makes one form fill a Lead, a campaign member, a person and an event", async () => {
    const id = freshId();
    const answer = await lane.send("app", formFill({ email: "Ada@Example.com " }), id);
    expect(answer.body).toEqual({ outcome: "published", events: [id] });
    expect(await lane.handled(id)).toMatchObject({ attempt: 1, status: 204, orderingKey: "ada@example.com" });
    const state = await lane.settled();
    expect(tracesOf(state, "ada@example.com")).toEqual(ONCE);
    expect(state.salesforce["Lead"]).toMatchObject([
      { FirstName: "Ada", LastName: "Lovelace", Company: "Analytical Engines", LeadSource: "Web" },
    ]);
    const campaign = state.salesforce["Campaign"]?.find(({ Name }) => Name === "contact-sales");
    expect(state.salesforce["CampaignMember"]).toMatchObject([{ CampaignId: campaign?.["Id"] }]);
    expect(state.customerio.events).toMatchObject([{ name: "form_submitted", data: { form_id: "contact-sales" } }]);
  });

  it("makes no more of a webhook that its sender sends twice", async () => {
    const id = freshId();
    const webhook = signForApp(formFill({ email: "ada@example.com" }), { id, secret: lane.secretOf("app") });
    for (let time = 0; time < 2; time += 1) {
      expect((await lane.post("app", webhook)).body.events).toEqual([id]);
      await lane.handled(id);
      lane.deliveries.clear();
    }
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual(ONCE);
  });

  it("makes one Lead of many form fills that one person sends at the same time", async () => {
    const ids = Array.from({ length: 8 }, freshId);
    await Promise.all(ids.map((id) => lane.send("app", formFill({ email: "ada@example.com" }), id)));
    await Promise.all(ids.map((id) => lane.handled(id)));
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual({ ...ONCE, events: 8 });
  });

  it("leaves out the membership, and says so, when the form has no campaign", async () => {
    const id = freshId();
    await lane.send("app", formFill({ email: "ada@example.com", formId: "newsletter" }), id);
    await lane.handled(id);
    expect(tracesOf(await lane.settled(), "ada@example.com")).toEqual({ ...ONCE, members: 0 });
    await lane.lines.first(({ text }) => text.includes(id) && text.includes("FORM_WITHOUT_CAMPAIGN"), "the warning");
    const { text: why } = await lane.ask("GET", "/api/people/ada@example.com/why");
    expect(JSON.parse(why).events[0].handlers).toContainEqual(
      expect.objectContaining({
        state: "handled",
        attempts: [
          expect.objectContaining({
            remarks: [{ what: expect.stringContaining("membership left out"), because: "FORM_WITHOUT_CAMPAIGN" }],
          }),
        ],
      }),
    );
  });

  it("makes an unsubscribe an opt-out on every Lead and Contact with that e-mail, and on no other", async () => {
    const seeded = await lane.ask("POST", "/api/state", {
      salesforce: {
        Lead: ["ada@example.com", "ada@example.com", "eve@example.com"].map((Email) => ({
          LastName: "L",
          Company: "C",
          Email,
        })),
        Contact: ["ada@example.com", "eve@example.com"].map((Email) => ({ LastName: "L", Email })),
      },
    });
    expect(seeded.status).toBe(200);
    const { body } = await lane.send("customerio", report("email.unsubscribed", "ada@example.com"));
    await lane.handled(body.events?.[0] ?? "");
    const { salesforce } = await lane.state();
    const optedOut = (object: string) =>
      salesforce[object]?.map((record) => [record["Email"], record["HasOptedOutOfEmail"]]);
    expect(optedOut("Lead")).toEqual([
      ["ada@example.com", true],
      ["ada@example.com", true],
      ["eve@example.com", false],
    ]);
    expect(optedOut("Contact")).toEqual([
      ["ada@example.com", true],
      ["eve@example.com", false],
    ]);
  });

  it("ignores a genuine webhook of a kind that is nothing to it, and logs the kind", async () => {
    const { body } = await lane.send("customerio", report("email.delivered", "ada@example.com"));
    expect(body.outcome).toBe("ignored");
    await lane.lines.first(
      ({ name, text }) => name === "customerio" && text.includes("email.delivered"),
      "the kind in the log",
    );
  });
});
