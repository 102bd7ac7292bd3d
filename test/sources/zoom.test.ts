import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import zoom from "../../functions/sources/zoom.ts";
import { readWebhook, SENT, webhookSamples } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { NOW, receive, receiveOn, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(zoom);
const receiveBody = (body: unknown) =>
  receiveOn("registration.changed", unit, signedRequest(zoom, Buffer.from(JSON.stringify(body))));
const sampleOf = (kind: string) => JSON.parse(readWebhook("zoom", kind).toString());

/** A sample with something of its webinar, or of who it is about, changed. */
const changed = (kind: string, occasion: object, person: object = {}) => {
  const { payload, ...sample } = sampleOf(kind);
  const key = kind.startsWith("participant") ? "participant" : "registrant";
  const object = { ...payload.object, [key]: { ...payload.object[key], ...person }, ...occasion };
  return { ...sample, payload: { ...payload, object } };
};

describe("the source zoom", () => {
  it("takes what is signed as Zoom documents it, and answers 200", async () => {
    const body = readWebhook("zoom", "registration_created");
    const stamp = String(NOW / 1000);
    const v0 = createHmac("sha256", SECRET).update(`v0:${stamp}:`).update(body).digest("hex");
    const headers = { "x-zm-request-timestamp": stamp, "x-zm-signature": `v0=${v0}` };
    expect((await receive(unit, { method: "POST", url: "", headers, body })).answer).toEqual({
      status: 200,
      body: { outcome: "published", events: [`webinar.registration_created/${SENT.now}/99912345678/${SENT.id}`] },
    });
  });

  it("answers the handshake by the secret token, and publishes nothing", async () => {
    const body = readWebhook("zoom", "endpoint.url_validation");
    const { answer, topics } = await receive(unit, signedRequest(zoom, body));
    const plainToken = "qgg8vlvZRS6UYooatFL8Aw";
    const encryptedToken = createHmac("sha256", SECRET).update(plainToken).digest("hex");
    expect([answer.status, JSON.parse(answer.text ?? "")]).toEqual([200, { plainToken, encryptedToken }]);
    expect(topics.all()).toEqual([]);
  });

  it.each([{}, null, { plainToken: null }, { plainToken: { a: 1 } }])(
    "gives no MAC of a handshake that asks for one of %j",
    async (payload) => {
      const body = Buffer.from(JSON.stringify({ event: "endpoint.url_validation", payload }));
      expect((await receive(unit, signedRequest(zoom, body))).answer.text).toBeUndefined();
    },
  );

  it("maps a registration onto registration.changed, with all that it holds", async () => {
    const { message, data } = await receiveBody(sampleOf("registration_created"));
    expect(message).toMatchObject({
      orderingKey: "ada@example.com",
      attributes: { "ce-source": "/sources/zoom", "ce-time": "2026-11-02T09:30:00.000Z" },
    });
    expect(data).toEqual({
      occasionId: "zoom:99912345678",
      email: "ada@example.com",
      status: "registered",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      title: "Analyst",
      phone: "+442079460000",
      country: "GB",
      occasionName: "Engines for beginners",
      startsAt: "2026-12-03T16:00:00Z",
      joinUrl: "https://example.zoom.us/w/99912345678?tk=abc",
      message: "Will there be punched cards?\nCity: London\nWhich engine do you have?: None yet",
    });
  });

  it.each([
    ["registration_created", "registered"],
    ["registration_created+meeting", "registered"],
    ["registration_created+pending", "waitlisted"],
    ["registration_approved", "promoted"],
    ["registration_denied", "cancelled"],
    ["registration_cancelled", "cancelled"],
    ["participant_joined", "attended"],
  ])("reads %s as %s", async (kind, status) => {
    expect((await receiveBody(sampleOf(kind))).data).toMatchObject({ status, occasionId: "zoom:99912345678" });
  });

  it("dates an attendance by its own time, and tells one stay from the next", async () => {
    const join_time = "2026-11-02T09:10:00Z";
    const [one, next] = [
      await receiveBody(changed("participant_joined", {}, { join_time })),
      await receiveBody(changed("participant_joined", {}, { join_time, user_id: 16778241 })),
    ];
    expect(one.message?.attributes["ce-time"]).toBe("2026-11-02T09:10:00.000Z");
    expect(one.events).not.toEqual(next.events);
  });

  it.each([
    ["the host", changed("participant_joined", {}, { id: "x1yCzABCDEfg23HiJKl4mN" })],
    ["somebody whose address Zoom does not tell", changed("participant_joined", {}, { email: "" })],
    [
      "somebody whose address Zoom masks",
      changed("participant_joined", {}, { email: `${"9Uj".repeat(22)}@a.example` }),
    ],
    ["somebody who has no address at all", changed("participant_joined", {}, { email: undefined })],
  ])("publishes nothing of %s who comes", async (_what, body) => {
    expect((await receiveBody(body)).outcome).toBe("ignored");
  });

  it.each([
    ["no e-mail", changed("registration_created", {}, { email: "" }), "/payload/object/registrant/email"],
    ["an e-mail that is none", changed("registration_created", {}, { email: "ada" }), "/data/email"],
    ["no id of its own", changed("registration_created", {}, { id: null }), "/payload/object/registrant/id"],
    ["no webinar's number", changed("registration_created", { id: undefined }), "/payload/object/id"],
    ["no time", { ...sampleOf("registration_created"), event_ts: undefined }, "/event_ts"],
    ["a time to come", { ...sampleOf("registration_created"), event_ts: SENT.now + 1e9 }, "/time"],
    ["nobody", changed("registration_created", { registrant: null }), "/payload/object/registrant"],
  ])("keeps in quarantine a registration with %s", async (_what, body, field) => {
    const { outcome, reason } = await receiveBody(body);
    expect([outcome, reason?.split(" ")[0]]).toEqual(["quarantined", field]);
  });

  it.each([
    ["questions that are none", { custom_questions: [null, { title: null }, "a", { title: "T", value: null }] }],
    ["gifts of the wrong type", { comments: null, org: {}, job_title: [], join_url: null, custom_questions: "none" }],
  ])("refuses no registration for %s", async (_what, person) => {
    expect((await receiveBody(changed("registration_created", {}, person))).outcome).toBe("published");
  });

  const mapped = Object.keys(zoom.kinds);
  const others = webhookSamples().filter(([of, kind]) => of === "zoom" && !mapped.includes(kind.split("+")[0] ?? ""));
  it.each([
    ...others.map(([, kind]) => kind).filter((kind) => kind.includes("left")),
    "webinar.started",
    "meeting.ended",
  ])("ignores %s by its whole name", async (event) => {
    expect(await receiveBody({ event })).toMatchObject({ outcome: "ignored", reason: `${event} is nothing to ycat` });
  });
});
