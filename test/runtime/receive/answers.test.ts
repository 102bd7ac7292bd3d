import { describe, expect, it } from "@jest/globals";
import { createHmac } from "node:crypto";
import { zoom as zoomScheme } from "../../../functions/runtime/signatures/schemes.ts";
import type { Source } from "../../../functions/runtime/define/source.ts";
import { refuseByHeaders } from "../../../functions/runtime/receive/refusal.ts";
import { ownSource } from "../../harness/own-source.ts";
import { publishFails } from "../../harness/published.ts";
import { NOW, receive, SECRET, signedRequest } from "../../harness/webhook.ts";

const zoom = ownSource({
  signature: zoomScheme(),
  accepted: 200,
  kind: ({ event }: { event: string }) => event,
  kinds: {},
  handshake: ({ event, payload }: { event: string; payload: { plainToken: string } }, { mac }) =>
    event === "endpoint.url_validation"
      ? { plainToken: payload.plainToken, encryptedToken: mac(payload.plainToken) }
      : undefined,
});
const validation = Buffer.from('{"event":"endpoint.url_validation","payload":{"plainToken":"qgg8vlvZRS6UYooatFL8Aw"}}');

describe("a handshake", () => {
  it("is answered after verification, by the secret that signed it, and publishes nothing", async () => {
    const keys = ["another secret", SECRET].map(zoom.source.signature.key);
    const { answer, topics, lines } = await receive(zoom, signedRequest(zoom.source, validation), { keys });
    expect([answer.status, answer.headers, JSON.parse(answer.text ?? "")]).toEqual([
      200,
      { "content-type": "application/json" },
      {
        plainToken: "qgg8vlvZRS6UYooatFL8Aw",
        encryptedToken: createHmac("sha256", SECRET).update("qgg8vlvZRS6UYooatFL8Aw").digest("hex"),
      },
    ]);
    expect(topics.all()).toEqual([]);
    expect(lines()).toMatchObject([{ severity: "INFO", outcome: "ignored", reason: "HANDSHAKE", status: 200 }]);
  });

  it("is no oracle to whoever does not know the secret", async () => {
    const { answer } = await receive(zoom, { ...signedRequest(zoom.source, Buffer.from("{}")), body: validation });
    expect([answer.status, answer.text]).toEqual([401, undefined]);
  });

  it("may be answered by a text, as Slack wants it", async () => {
    const slack = ownSource({ kinds: {}, handshake: ({ challenge }: { challenge: string }) => challenge });
    const { answer } = await receive(slack, signedRequest(slack.source, Buffer.from('{"challenge":"3eZbrw"}')));
    expect(answer).toMatchObject({ status: 200, text: "3eZbrw", headers: { "content-type": /^text\/plain/ } });
  });

  it("leaves every other request to its kind", async () => {
    const { answer } = await receive(zoom, signedRequest(zoom.source, Buffer.from('{"event":"webinar.started"}')));
    expect(answer).toEqual({ status: 200, body: { outcome: "ignored", reason: "webinar.started is nothing to ycat" } });
  });
});

describe("a check of the URL", () => {
  async function check(urlCheck: Source["urlCheck"], url: string, method = "GET", headers = {}) {
    const unit = ownSource({ kinds: {}, ...(urlCheck && { urlCheck }) });
    const request = { method, url, headers, body: Buffer.alloc(0) };
    return { ...(await receive(unit, request)), refusedBefore: refuseByHeaders(unit.source, request) };
  }
  const challenge: Source["urlCheck"] = (query) => query["hub.challenge"];

  it.each([
    ["Mailchimp's", () => "", "/webhooks/own?secret=1", ""],
    ["the longest", challenge, `/?hub.challenge=${"1".repeat(1000)}`, "1".repeat(1000)],
    ["Meta's", challenge, "/webhooks/own?hub.mode=subscribe&hub.challenge=11%2058%3Cb%3E", "11 58<b>"],
  ])("is answered as %s, and publishes nothing", async (_whose, urlCheck, url, text) => {
    for (const method of ["GET", "HEAD"]) {
      const { answer, topics, lines, refusedBefore } = await check(urlCheck, url, method);
      expect(answer).toMatchObject({ status: 200, text });
      expect(refusedBefore).toBeUndefined();
      expect(answer.headers).toEqual({
        "content-type": "text/plain; charset=utf-8",
        "x-content-type-options": "nosniff",
      });
      expect(topics.all()).toEqual([]);
      expect(lines()).toMatchObject([{ severity: "INFO", outcome: "ignored", reason: "HANDSHAKE", status: 200 }]);
    }
  });

  it.each([
    ["has no challenge", challenge, "/webhooks/own", "GET", 405],
    ["has one of more than any sender's length", challenge, `/?hub.challenge=${"1".repeat(1001)}`, "GET", 405],
    ["is OPTIONS of a browser", challenge, "/?hub.challenge=1", "OPTIONS", 405],
    ["is another method", challenge, "/?hub.challenge=1", "DELETE", 405],
    ["comes to a source that expects none", undefined, "/?hub.challenge=1", "GET", 405],
    ["is posted without a signature", challenge, "/?hub.challenge=1", "POST", 401],
  ])("is refused where it %s", async (_why, urlCheck, url, method, status) => {
    expect((await check(urlCheck, url, method)).answer.status).toBe(status);
  });
});

describe("a check of CloudEvents, such as Azure Event Grid's,", () => {
  const ask = (headers: Readonly<Record<string, string>>, urlCheck: Source["urlCheck"] = () => "") =>
    receive(ownSource({ kinds: {}, urlCheck }), { method: "OPTIONS", url: "/", headers, body: Buffer.alloc(0) });

  it.each([
    [
      "and its rate",
      { "webhook-request-origin": "eventgrid.azure.net", "webhook-request-rate": "120" },
      { "webhook-allowed-origin": "eventgrid.azure.net", "webhook-allowed-rate": "*" },
    ],
    ["alone", { "webhook-request-origin": "eventgrid.azure.net" }, { "webhook-allowed-origin": "eventgrid.azure.net" }],
  ])("is allowed its origin %s, and publishes nothing", async (_what, headers, allowed) => {
    const { answer, topics, lines } = await ask(headers);
    expect(answer).toMatchObject({ status: 200, text: "", headers: allowed });
    expect(Object.keys(answer.headers ?? {}).filter((name) => name.startsWith("webhook-"))).toEqual(
      Object.keys(allowed),
    );
    expect(topics.all()).toEqual([]);
    expect(lines()).toMatchObject([{ outcome: "ignored", reason: "HANDSHAKE" }]);
  });

  it.each([
    ["names no origin", {}],
    ["names what is none", { "webhook-request-origin": "<script>" }],
    ["breaks the line", { "webhook-request-origin": "a.example\r\nset-cookie: a=b" }],
    ["is longer than any host's name", { "webhook-request-origin": "a".repeat(254) }],
  ])("is refused where it %s", async (_what, headers) => {
    expect((await ask(headers)).answer.status).toBe(405);
  });

  it("is refused by a source that expects no check now", async () => {
    expect((await ask({ "webhook-request-origin": "a.example" }, () => undefined)).answer.status).toBe(405);
  });
});

describe("what tells a sender that it need not send again", () => {
  it.each([
    ["that it is nothing to us", '[{"type":"seen"}]', { outcome: "ignored", reason: "seen is nothing to ycat" }],
    [
      "that it makes no event",
      '[{"type":"opened"}]',
      { outcome: "ignored", reason: "what this opened says makes no event" },
    ],
    [
      "both of several",
      '[{"type":"opened"},{"type":"seen"}]',
      { outcome: "ignored", reason: "seen is nothing to ycat; what this opened says makes no event" },
    ],
    ["that one of several is quarantined", '[{"type":7},{"type":"seen"}]', { outcome: "quarantined" }],
    ["that there was none", "[]", { outcome: "ignored", reason: "the list is empty" }],
  ])("says %s", async (_, body, said) => {
    const list = ownSource({ items: [], kinds: { opened: () => [] } });
    expect((await receive(list, signedRequest(list.source, Buffer.from(body)))).answer.body).toMatchObject(said);
  });

  const text = "<Envelope><Body><notificationsResponse><Ack>true</Ack></notificationsResponse></Body></Envelope>";
  const soap = ownSource({ kinds: {}, accepted: { contentType: "text/xml", text } });

  it.each([
    ["ignored", '{"type":"opened"}'],
    ["quarantined", "no JSON"],
  ])("is the source's own text where it has one, of what is %s too", async (outcome, body) => {
    const { answer } = await receive(soap, signedRequest(soap.source, Buffer.from(body)));
    expect(answer).toMatchObject({ status: 200, headers: { "content-type": "text/xml" }, text, body: { outcome } });
  });

  it("is not said of what was not published", async () => {
    const request = signedRequest(soap.source, Buffer.from("no JSON"));
    const { answer } = await receive(soap, request, { publish: publishFails, now: () => NOW });
    expect([answer.status, answer.text]).toEqual([503, undefined]);
  });
});
