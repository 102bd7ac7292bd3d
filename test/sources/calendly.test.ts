import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import calendly from "../../functions/sources/calendly.ts";
import { readWebhook, SENT } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { NOW, receive, receiveOn, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(calendly);
const receiveBody = (body: unknown) =>
  receiveOn("registration.changed", unit, signedRequest(calendly, Buffer.from(JSON.stringify(body))));
const sampleOf = (kind: string) => JSON.parse(readWebhook("calendly", kind).toString());
const changed = (kind: string, invitee: object) => {
  const sample = sampleOf(kind);
  return { ...sample, payload: { ...sample.payload, ...invitee } };
};

describe("the source calendly", () => {
  it("takes what is signed as Calendly documents it", async () => {
    const body = readWebhook("calendly", "invitee.created");
    const t = String(NOW / 1000);
    const v1 = createHmac("sha256", SECRET).update(`${t}.`).update(body).digest("hex");
    const headers = { "calendly-webhook-signature": `t=${t},v1=${v1}` };
    expect((await receive(unit, { method: "POST", url: "", headers, body })).answer.body.outcome).toBe("published");
  });

  it("maps a booking onto registration.changed, with all that it holds", async () => {
    const { message, data } = await receiveBody(sampleOf("invitee.created"));
    expect(message).toMatchObject({
      orderingKey: "ada@example.com",
      attributes: {
        "ce-id": `invitee.created/${SENT.id}/2026-11-02T09:30:00.000Z`,
        "ce-time": "2026-11-02T09:30:00.000Z",
      },
    });
    expect(data).toEqual({
      occasionId: "calendly:GBGBDCAADAEDCRZ2",
      email: "ada@example.com",
      status: "registered",
      firstName: "Ada",
      lastName: "Lovelace",
      phone: "+442079460000",
      occasionName: "A look at the engine",
      startsAt: "2026-12-03T16:00:00.000000Z",
      joinUrl: "https://example.zoom.us/j/99900000000",
      message: "What would you like to see?: Can your engine weave algebraical patterns?",
    });
  });

  it.each([
    ["invitee.canceled", "cancelled", { cancellation: { created_at: "2026-11-02T08:00:00Z" } }],
    ["invitee_no_show.created", "no_show", { no_show: { created_at: "2026-11-02T08:00:00Z" } }],
  ])("reads %s as %s, at its own time, else at the webhook's", async (kind, status, own) => {
    const [dated, undated] = [
      await receiveBody(changed(kind, own)),
      await receiveBody(changed(kind, { cancellation: null, no_show: null })),
    ];
    expect([dated, undated].map(({ message, data }) => [data.status, message?.attributes["ce-time"]])).toEqual([
      [status, "2026-11-02T08:00:00.000Z"],
      [status, "2026-11-02T09:30:00.000Z"],
    ]);
  });

  it("reads an absence that is taken back as attended, when it is", async () => {
    const { data, message } = await receiveBody(sampleOf("invitee_no_show.deleted"));
    expect([data.status, message?.attributes["ce-time"]]).toEqual(["attended", "2026-11-02T09:30:00.000Z"]);
  });

  it("reads a booking that takes another one's place as registered, and that one's cancellation as nothing", async () => {
    const created = await receiveBody(sampleOf("invitee.created+rescheduled"));
    const canceled = await receiveBody(sampleOf("invitee.canceled+rescheduled"));
    expect([created.data.status, canceled.outcome]).toEqual(["registered", "ignored"]);
  });

  it.each([
    ["both names", { first_name: "Grace", last_name: "Hopper", name: "x" }, ["Grace", "Hopper"]],
    ["one name", { name: " Grace  Brewster Hopper " }, ["Grace Brewster", "Hopper"]],
    ["one word", { name: "Grace" }, [undefined, "Grace"]],
    ["none", { name: null }, [undefined, undefined]],
  ])("takes somebody with %s", async (_what, names, expected) => {
    const { data } = await receiveBody(changed("invitee.created", names));
    expect([data.firstName, data.lastName]).toEqual(expected);
  });

  it.each([
    ["no e-mail", { email: null }, "/payload/email"],
    ["no address of its own", { uri: "" }, "/payload/uri"],
    ["neither a type nor an address of the event", { scheduled_event: { name: "x" } }, "/data/occasionId"],
    ["no time", { created_at: null }, "/payload/created_at"],
    ["a time that is none", { created_at: "yesterday" }, "/time"],
  ])("keeps in quarantine a booking with %s", async (_what, invitee, field) => {
    const { outcome, reason } = await receiveBody(changed("invitee.created", invitee));
    expect([outcome, reason?.split(" ")[0]]).toEqual(["quarantined", field]);
  });

  it.each([
    ["answers that are none", { questions_and_answers: [null, { question: "Q" }] }],
    ["gifts of the wrong type", { questions_and_answers: "none", text_reminder_number: {} }],
  ])("refuses no booking for %s", async (_what, invitee) => {
    const { outcome, data } = await receiveBody(changed("invitee.created", invitee));
    expect([outcome, data.message]).toEqual(["published", undefined]);
  });

  it("ignores a form that leads to a booking, or to none", async () => {
    expect((await receiveBody({ event: "routing_form_submission.created" })).outcome).toBe("ignored");
  });
});
