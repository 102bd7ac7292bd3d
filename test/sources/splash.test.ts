import { describe, expect, it } from "@jest/globals";
import splash from "../../functions/sources/splash.ts";
import { readWebhook } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { receiveOn, SECRET } from "../harness/webhook.ts";

const unit = sourceUnit(splash);
const sample = JSON.parse(readWebhook("splash", "guest").toString());
const receiveGuest = async (changes: object, headers = { "x-ycat-secret": SECRET }) => {
  const body = Buffer.from(JSON.stringify({ ...sample, ...changes }));
  return receiveOn("registration.changed", unit, { method: "POST", url: "", headers, body });
};

describe("the source splash", () => {
  it("maps a guest onto registration.changed, with all that the mapping holds", async () => {
    const { message, data } = await receiveGuest({});
    expect(message?.attributes["ce-time"]).toBe("2026-11-02T09:30:00.000Z");
    expect(data).toEqual({
      occasionId: "splash:1234567",
      email: "ada@example.com",
      status: "registered",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      title: "Analyst",
      phone: "+442079460000",
      occasionName: "Engines Dinner",
      startsAt: "2026-12-03T18:30:00Z",
      pageUrl: "https://engines.splashthat.com",
    });
  });

  it.each([
    ["Attending", "registered"],
    ["Waitlist", "waitlisted"],
    ["Waitlisted", "waitlisted"],
    ["Not Attending", "cancelled"],
    ["Checked In", "attended"],
    ["checked_in", "attended"],
    [" NOT_ATTENDING ", "cancelled"],
  ])("reads %j as %s", async (status, expected) => {
    expect((await receiveGuest({ status })).data.status).toBe(expected);
  });

  it.each(["Added", "Awaiting Reply", "Checked Out", "constructor"])("ignores %s, by its name", async (status) => {
    expect((await receiveGuest({ status })).reason).toBe(`guest.${status} is nothing to ycat`);
  });

  it("refuses another secret", async () => {
    expect((await receiveGuest({}, { "x-ycat-secret": `${SECRET}x` })).outcome).toBe("refused");
  });

  it.each([
    ["no e-mail", { email: "" }, "/email"],
    ["no event", { event_id: null }, "/event_id"],
    ["no time", { time: undefined }, "/time"],
    ["a time without a zone", { time: "2026-11-02 09:30:00" }, "/time"],
  ])("keeps in quarantine a guest with %s", async (_what, changes, field) => {
    const { outcome, reason } = await receiveGuest(changes);
    expect([outcome, reason?.split(" ")[0]]).toEqual(["quarantined", field]);
  });
});
