import { createHmac } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import luma from "../../functions/sources/luma.ts";
import { readWebhook } from "../harness/fixtures.ts";
import { sourceUnit } from "../harness/units.ts";
import { NOW, receive, receiveOn, SECRET, signedRequest } from "../harness/webhook.ts";

const unit = sourceUnit(luma);
const receiveBody = async (body: unknown, now = NOW) => {
  const request = signedRequest(luma, Buffer.from(JSON.stringify(body)), { now });
  return receiveOn("registration.changed", unit, request, { now: () => now });
};
const sampleOf = (kind: string) => JSON.parse(readWebhook("luma", kind).toString());
const changed = (kind: string, guest: object) => {
  const sample = sampleOf(kind);
  return { ...sample, data: { ...sample.data, ...guest } };
};

describe("the source luma", () => {
  const mac = (key: string | Buffer, start: string, encoding: "hex" | "base64") =>
    createHmac("sha256", key).update(start).update(body).digest(encoding);
  const body = readWebhook("luma", "guest.registered");
  const [id, t] = ["msg_2xJ9QpZ4mVfH7tKcW1sYbN", String(NOW / 1000)];
  const decoded = Buffer.from(SECRET.slice("whsec_".length), "base64");
  it.each([
    ["by pairs, with the secret as it is", `t=${t},v1=${mac(SECRET, `${t}.`, "hex")}`],
    ["as Standard Webhooks do", `v1,${mac(decoded, `${id}.${t}.`, "base64")}`],
  ])("takes what is signed %s", async (_how, signature) => {
    const headers = { "webhook-id": id, "webhook-timestamp": t, "webhook-signature": signature };
    const { answer } = await receive(unit, { method: "POST", url: "", headers, body });
    expect(answer.body).toEqual({ outcome: "published", events: [id] });
    const { answer: tampered } = await receive(unit, {
      method: "POST",
      url: "",
      headers,
      body: Buffer.concat([body, Buffer.from(" ")]),
    });
    expect(tampered.status).toBe(401);
  });

  it("maps a registration onto registration.changed, with all that it holds", async () => {
    const { message, data } = await receiveBody(sampleOf("guest.registered"));
    expect(message?.attributes["ce-time"]).toBe("2026-11-02T09:30:00.000Z");
    expect(data).toEqual({
      occasionId: "luma:evt-EnG1n3sD1nn3r00",
      email: "ada@example.com",
      status: "registered",
      firstName: "Ada",
      lastName: "Lovelace",
      company: "Analytical Engines",
      title: "Analyst",
      phone: "+442079460000",
      occasionName: "Engines Dinner",
      startsAt: "2026-12-03T18:30:00.000Z",
      pageUrl: "https://luma.com/engines-dinner",
    });
  });

  it.each([
    ["approved", "registered"],
    ["pending_approval", "waitlisted"],
    ["waitlist", "waitlisted"],
    ["declined", "cancelled"],
    ["invited", undefined],
    ["session", undefined],
    ["constructor", undefined],
  ])("reads a guest who is %s as %s", async (approval_status, status) => {
    for (const kind of ["guest.registered", "guest.updated"])
      expect((await receiveBody(changed(kind, { approval_status }))).data.status).toBe(status);
  });

  it("dates an update by its signature, for it tells no time of its own", async () => {
    const { message } = await receiveBody(changed("guest.updated", { approval_status: "declined" }));
    expect(message?.attributes["ce-time"]).toBe("2026-11-02T09:30:05.000Z");
  });

  it.each([
    ["checked in", { event_tickets: [null, { checked_in_at: null }, { checked_in_at: "2026-11-02T09:00:00Z" }] }],
    ["online", { joined_at: "2026-11-02T09:00:00Z" }],
  ])("reads a guest who is %s as attended, once, whatever is updated later", async (_what, guest) => {
    const first = await receiveBody(changed("guest.updated", guest));
    const later = await receiveBody(changed("guest.updated", { ...guest, phone_number: null }), NOW + 60_000);
    expect(first.data.status).toBe("attended");
    expect(first.message?.attributes["ce-time"]).toBe("2026-11-02T09:00:00.000Z");
    expect(later.events).toEqual(first.events);
  });

  it("splits the name of a guest who has told but one", async () => {
    const { data } = await receiveBody(changed("guest.registered", { user_first_name: null, user_last_name: null }));
    expect(data).toMatchObject({ firstName: "Ada", lastName: "Lovelace" });
  });

  it("tells what else the guest was asked, as far as they have answered", async () => {
    const registration_answers = [
      { label: "Where do you work?", question_type: "company", value: { company: "Navy", job_title: null } },
      { label: "Diet", question_type: "multi-select", value: ["vegan", "no nuts"] },
      { label: "Terms", question_type: "agree-check", value: true },
      { label: "Website", question_type: "url", value: null },
      { label: "Slot", answer: "2 pm" },
      null,
    ];
    const { data } = await receiveBody(changed("guest.registered", { registration_answers }));
    expect(data).toMatchObject({ company: "Navy", message: "Diet: vegan, no nuts\nTerms: true\nSlot: 2 pm" });
    expect(data).not.toHaveProperty("title");
  });

  it.each([
    ["no e-mail", { user_email: null }, "/data/user_email"],
    ["no event", { event: null }, "/data/event"],
    ["an event without id", { event: { name: "x" } }, "/data/event/id"],
    ["no status", { approval_status: null }, "/data/approval_status"],
  ])("keeps in quarantine a guest with %s", async (_what, guest, field) => {
    const { outcome, reason } = await receiveBody(changed("guest.registered", guest));
    expect([outcome, reason?.split(" ")[0]]).toEqual(["quarantined", field]);
  });

  it.each(["ticket.registered", "event.created", "calendar.person.subscribed"])("ignores %s", async (type) => {
    expect((await receiveBody({ type })).outcome).toBe("ignored");
  });
});
