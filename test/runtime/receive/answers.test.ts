import { describe, expect, it } from "@jest/globals";
import { createHmac } from "node:crypto";
import { zoom as zoomScheme } from "../../../functions/runtime/signatures/schemes.ts";
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

describe("what tells a sender that it need not send again", () => {
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
