import { beforeEach, describe, expect, it } from "@jest/globals";
import configured from "../../functions/configuration/slack.json" with { type: "json" };
import handler from "../../functions/handlers/form-submitted-slack.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { createLane, formSubmitted } from "../harness/lane.ts";

const { $schema: _schema, ...channels } = configured;
const channel = channels["contact-sales"];
const email = "ada@example.com";

let lane: ReturnType<typeof createLane>;
let event: Event<"form.submitted">;

beforeEach(() => {
  lane = createLane(handler);
  lane.slack.seed({ channels: [{ id: channel, name: "sales" }] });
  event = formSubmitted(lane, { email, company: "Analytical <Engines> & Co", message: "Hello @channel" });
});

const messages = () => lane.slack.state().messages;
const idOf = (object: string) => (lane.salesforce.state()[object] as { Id: string }[])[0]?.Id ?? "none";

describe("form-submitted-slack", () => {
  it("tells the form's channel who has sent what, with a link to the Lead", async () => {
    expect(await lane.deliver(event)).toBe(204);
    expect(messages()).toMatchObject([
      {
        channel,
        text: [
          "Ada Lovelace, Analytical &lt;Engines&gt; &amp; Co (contact-sales)",
          "Hello @channel",
          `<https://salesforce.test/lightning/r/Lead/${idOf("Lead")}/view|Lead in Salesforce>`,
        ].join("\n"),
        metadata: { event_type: "form_submitted", event_payload: { source: "/sources/app", id: "msg_1" } },
      },
    ]);
    expect(lane.salesforce.state()["Lead"]).toMatchObject([{ Email: email, Description: "Hello @channel" }]);
  });

  it("links to the Contact of somebody who is one, and makes no Lead", async () => {
    lane.salesforce.seed({ Contact: [{ LastName: "Lovelace", Email: email }] });
    await lane.deliver(event);
    expect(messages()[0]?.text).toContain(`/lightning/r/Contact/${idOf("Contact")}/view|Contact in Salesforce>`);
    expect(lane.salesforce.state()["Lead"]).toEqual([]);
  });

  it.each([
    [{ firstName: "Ada", lastName: undefined, company: undefined }, "Ada (contact-sales)"],
    [{ firstName: "", lastName: "Lovelace", company: "" }, "Lovelace (contact-sales)"],
    [{ firstName: undefined, lastName: undefined, company: "Engines" }, "Engines (contact-sales)"],
    [{ firstName: undefined, lastName: undefined, company: undefined }, "Somebody (contact-sales)"],
  ])("says of somebody what they have said: %j", async (known, who) => {
    const { formId } = event.data;
    await lane.deliver({ ...event, data: { formId, email, ...known } });
    expect(messages()[0]?.text).toBe(
      `${who}\n<https://salesforce.test/lightning/r/Lead/${idOf("Lead")}/view|Lead in Salesforce>`,
    );
  });

  it("says all of a long message", async () => {
    const message = "m".repeat(3_000);
    await lane.deliver({ ...event, data: { ...event.data, message } });
    expect(messages()[0]?.text.split("\n")).toContain(message);
  });

  it("says nothing twice", async () => {
    await lane.deliver(event);
    expect(await lane.deliver(event, 2)).toBe(204);
    expect(messages()).toHaveLength(1);
  });

  it("leaves alone a form that nobody wants to hear of", async () => {
    expect(await lane.deliver({ ...event, data: { ...event.data, formId: "constructor" } })).toBe(204);
    expect({ messages: messages(), calls: lane.calls() }).toEqual({ messages: [], calls: [] });
  });

  it.each(["not_in_channel", "invalid_auth", "429-retry-after"])(
    "waits while Slack refuses everybody: %s",
    async (fault) => {
      lane.faults.add({ system: "slack", fault, times: 20 });
      for (let attempt = 1; attempt <= 20; attempt += 1) expect(await lane.deliver(event, attempt)).toBe(503);
      expect(await lane.deliver(event, 21)).toBe(204);
      expect({ messages: messages().length, deadLetters: lane.deadLetters }).toEqual({ messages: 1, deadLetters: [] });
    },
  );

  it("dead-letters at once what Slack refuses for ever, and by itself", async () => {
    lane.faults.add({ system: "slack", fault: "msg_too_long" });
    expect(await lane.deliver(event)).toBe(204);
    expect(lane.deadLetters).toMatchObject([
      {
        topic: "form-submitted-slack.dead-letter",
        attributes: { "dead-letter-code": "MSG_TOO_LONG", "dead-letter-system": "slack" },
      },
    ]);
  });

  it.each(["constructor", "Contact-Sales"])(
    "tells nobody of the form %s, which has no channel, and says why",
    async (formId) => {
      expect(await lane.deliver({ ...event, data: { ...event.data, formId } })).toBe(204);
      expect(messages()).toEqual([]);
      expect(lane.lines).toContainEqual(expect.objectContaining({ level: "info", reason: "FORM_WITHOUT_CHANNEL" }));
    },
  );

  it("has a channel's id for each form, since the history knows no names", () => {
    for (const id of Object.values(channels)) expect(id).toMatch(/^[CG][A-Z0-9]{6,}$/);
  });
});
