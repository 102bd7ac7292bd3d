import { describe, expect, it } from "@jest/globals";
import { verifyRequestSignature } from "customerio-node";
import { Webhook } from "standardwebhooks";
import type { SignatureScheme } from "../../../functions/runtime/signatures/scheme.ts";
import {
  customerIo,
  hubSpot,
  slack,
  standardWebhooks,
  svix,
  zoom,
} from "../../../functions/runtime/signatures/schemes.ts";
import { gitHub, sendGrid } from "../../../functions/runtime/signatures/senders.ts";

interface Published {
  readonly scheme: SignatureScheme;
  readonly secret: string;
  readonly at: number;
  readonly url?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const STANDARD = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", secret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
const SLACK_FORM =
  "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar" +
  "&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=" +
  "&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN" +
  "&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";

const published: readonly (readonly [string, Published])[] = [
  [
    "standard-webhooks' own tests, libraries/javascript/src/index.test.ts",
    {
      scheme: standardWebhooks(),
      secret: STANDARD.secret,
      at: 1614265330,
      headers: {
        "webhook-id": STANDARD.id,
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      body: '{"test": 2432232314}',
    },
  ],
  [
    "svix-webhooks' own tests, javascript/src/webhook.test.ts",
    {
      scheme: svix(),
      secret: STANDARD.secret,
      at: 1614265330,
      headers: {
        "svix-id": STANDARD.id,
        "svix-timestamp": "1614265330",
        "svix-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
      },
      body: '{"test": 2432232314}',
    },
  ],
  [
    "customerio-node's own tests, test/webhooks.ts at b0288a45",
    {
      scheme: customerIo(),
      secret: "signing-secret",
      at: 1614265384,
      headers: {
        "x-cio-timestamp": "1614265384",
        "x-cio-signature": "6f55cf23f9b73a2ff07733fe04421f64ce9ec5e409696edda6b2a80311944230",
      },
      body: '{"event_id":"abc","object_type":"email","metric":"delivered"}',
    },
  ],
  [
    "GitHub's documentation, validating-webhook-deliveries",
    {
      scheme: gitHub(),
      secret: "It's a Secret to Everybody",
      at: 0,
      headers: { "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17" },
      body: "Hello, World!",
    },
  ],
  [
    "Slack's documentation, verifying-requests-from-slack",
    {
      scheme: slack(),
      secret: "8f742231b10e8888abcd99yyyzzz85a5",
      at: 1531420618,
      headers: {
        "x-slack-request-timestamp": "1531420618",
        "x-slack-signature": "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
      },
      body: SLACK_FORM,
    },
  ],
  [
    "hubspot-api-python's own tests, test_get_signature__v3",
    {
      scheme: hubSpot(),
      secret: "yyyyyyyy-yyyy-yyyy-yyyy-yyyyyyyyyyyy",
      at: 1693657560,
      url: "https://www.example.com/webhook_uri",
      headers: {
        "x-hubspot-request-timestamp": "1693657560000",
        "x-hubspot-signature-v3": "K36dawei4A+QBNolUOqo7s91KQDWQ5MXZ/QufNYuk/Y=",
      },
      body: "{'example_field':'example_value'}",
    },
  ],
  [
    "sendgrid's own tests of the event webhook",
    {
      scheme: sendGrid(),
      secret:
        "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE83T4O/n84iotIvIW4mdBgQ/7dAfSmpqIM8kF9mN1flpVKS3GRqe62gw+2fNNRaINXvVpiglSI8eNEc6wEA3F+g==",
      at: 1600112502,
      headers: {
        "x-twilio-email-event-webhook-timestamp": "1600112502",
        "x-twilio-email-event-webhook-signature":
          "MEUCIGHQVtGj+Y3LkG9fLcxf3qfI10QysgDWmMOVmxG0u6ZUAiEAyBiXDWzM+uOe5W0JuG+luQAbPIqHh89M15TluLtEZtM=",
      },
      body:
        '[{"email":"hello@world.com","event":"dropped","reason":"Bounced Address",' +
        '"sg_event_id":"ZHJvcC0xMDk5NDkxOS1MUnpYbF9OSFN0T0doUTRrb2ZTbV9BLTA",' +
        '"sg_message_id":"LRzXl_NHStOGhQ4kofSm_A.filterdrecv-p3mdw1-756b745b58-kmzbl-18-5F5FC76C-9.0",' +
        '"smtp-id":"<LRzXl_NHStOGhQ4kofSm_A@ismtpd0039p1iad1.sendgrid.net>","timestamp":1600112492}]\r\n',
    },
  ],
];

describe.each(published)("the example of %s", (_where, { scheme, secret, at, url = "", headers, body }) => {
  const key = scheme.key(secret);
  const request = { method: "POST", url, headers, body: Buffer.from(body) };

  it("is genuine, and no other body or secret is", () => {
    expect(scheme.verify(request, [key], at * 1000)).toBe("genuine");
    expect(scheme.verify({ ...request, body: Buffer.from(body.trim() + "  ") }, [key], at * 1000)).toBe("forged");
    const other = scheme.hasKeyPair ? [] : [Buffer.concat([key, Buffer.from("x")])];
    expect(scheme.verify(request, other, at * 1000)).toBe("forged");
  });

  it("is what our own sender makes, where the key is at hand", () => {
    if (scheme.hasKeyPair) return;
    const id = headers["webhook-id"] ?? headers["svix-id"] ?? "";
    const sent = scheme.sign({ method: "POST", url, headers: {}, body: Buffer.from(body), id }, key, at * 1000);
    expect(sent.headers).toEqual(headers);
  });
});

describe("the senders' own libraries", () => {
  const at = 1_700_000_000;
  const plain = { method: "POST", url: "", headers: {} };

  it.each(['{"test": 2432232314}', "", "{}", '{"name":"Zoë 🚲"}', "\n"])(
    "standardwebhooks signs %j as we verify",
    (text) => {
      const headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": String(at),
        "webhook-signature": new Webhook(STANDARD.secret).sign("msg_1", new Date(at * 1000), text),
      };
      const scheme = standardWebhooks();
      const request = { ...plain, headers, body: Buffer.from(text) };
      expect(scheme.verify(request, [scheme.key(STANDARD.secret)], at * 1000)).toBe("genuine");
    },
  );

  it("standardwebhooks verifies what we sign, whichever way the secret is written", () => {
    const body = Buffer.from('{"test": 2432232314}');
    for (const secret of [STANDARD.secret, STANDARD.secret.replace("whsec_", ""), `v1,${STANDARD.secret}`]) {
      const scheme = standardWebhooks();
      const { headers } = scheme.sign({ ...plain, body, id: "msg_1" }, scheme.key(secret), Date.now());
      expect(new Webhook(STANDARD.secret).verify(body, headers)).toEqual({ test: 2432232314 });
    }
  });

  it("customerio-node verifies what we sign", () => {
    const body = Buffer.from('{"metric":"sent"}');
    const scheme = customerIo();
    const { headers } = scheme.sign({ ...plain, body, id: "" }, scheme.key("signing-secret"), at * 1000);
    const { "x-cio-signature": signature = "", "x-cio-timestamp": timestamp = "" } = headers;
    const verifies = (when: string) =>
      verifyRequestSignature({ signingSecret: "signing-secret", timestamp: when, body, signature });
    expect([verifies(timestamp), verifies("1700000001")]).toEqual([true, false]);
  });
});

/** Of elastic/beats' http_endpoint. */
it("Zoom's handshake is answered by a MAC of its token, as published", () => {
  const scheme = zoom();
  const expected = "70c1f2e2e6ca2d39297490d1f9142c7d701415ea8e6151f6562a08fa657a40ff";
  const key = scheme.key("secretValueTest");
  expect(scheme.mac?.("qgg8vlvZRS6UYooatFL8Aw", key)).toBe(expected);
  expect(scheme.mac?.("qgg8vlvZRS6UYooatFL8Aw", key, "base64")).toBe(Buffer.from(expected, "hex").toString("base64"));
});
