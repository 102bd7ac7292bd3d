import { describe, expect, it } from "@jest/globals";
import goldcast from "../../functions/sources/goldcast.ts";
import { readWebhook, SENT } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receiveOn, SECRET } from "../harness/webhook.ts";

const unit = sourceUnit(goldcast);
const sample = JSON.parse(readWebhook("goldcast", "REGISTRATION").toString());
const receiveActivity = async (changes: object, headers = { "x-ycat-secret": SECRET }) => {
  const body = Buffer.from(JSON.stringify({ ...sample, ...changes }));
  return receiveOn("registration.changed", unit, { method: "POST", url: "", headers, body });
};

describe("the source goldcast", () => {
  it("maps a registration onto registration.changed, with all that it holds", async () => {
    const { message, data } = await receiveActivity({});
    const seconds = SENT.now / 1000;
    expect(message?.attributes).toMatchObject({
      "ce-id": `REGISTRATION/${sample.eventId}/${sample.userId}/${seconds}`,
      "ce-time": "2026-11-02T09:30:00.000Z",
    });
    expect(data).toEqual({
      occasionId: `goldcast:${sample.eventId}`,
      email: "ada@example.com",
      status: "registered",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      title: "Analyst",
      phone: "+442079460000",
      country: "GB",
      joinUrl: sample.magicLinkUrl,
    });
  });

  it("reads an attendance as attended, in milliseconds too", async () => {
    const { message, data } = await receiveActivity({ activityType: "ATTENDANCE", activityTime: SENT.now });
    expect([data.status, message?.attributes["ce-time"]]).toEqual(["attended", "2026-11-02T09:30:00.000Z"]);
  });

  it.each([SECRET.slice(0, -1), `${SECRET}x`, ` `, SECRET.toUpperCase()])("refuses the secret %j", async (secret) => {
    expect((await receiveActivity({}, { "x-ycat-secret": secret })).outcome).toBe("refused");
  });

  it.each([
    ["no e-mail", { email: "" }, "/email"],
    ["no event", { eventId: null }, "/eventId"],
    ["no time", { activityTime: null }, "/activityTime"],
    ["the documentation's own time, which is of 1970", { activityTime: 16940055 }, "/time"],
  ])("keeps in quarantine a registration with %s", async (_what, changes, field) => {
    const { outcome, reason } = await receiveActivity(changes);
    expect([outcome, reason?.split(" ")[0]]).toEqual(["quarantined", field]);
  });

  it("refuses none for a form whose fields are others", async () => {
    const { outcome } = await receiveActivity({ props: { phone: { a: 1 }, country: null, x: [] }, company: null });
    expect(outcome).toBe("published");
  });

  it("ignores every other activity by its name", async () => {
    expect((await receiveActivity({ activityType: "POLL" })).reason).toBe("POLL is nothing to ycat");
  });
});
