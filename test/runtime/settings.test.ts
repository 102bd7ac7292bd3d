import { generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import {
  handlerSettings,
  readKeys,
  readPublicUrl,
  readSettings,
  sourceSettings,
  withQueryOf,
} from "../../functions/runtime/settings.ts";
import { switchSetting } from "../../functions/runtime/define/pasted.ts";
import { hubSpot, standardWebhooks, stripe } from "../../functions/runtime/signatures/schemes.ts";
import { sendGrid } from "../../functions/runtime/signatures/senders.ts";
import customerio from "../../functions/sources/customerio.ts";
import { SECRET } from "../harness/webhook.ts";

const OTHER = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

describe("readSettings", () => {
  const all = { ...handlerSettings, ...sourceSettings("app") };
  const environment = { GOOGLE_CLOUD_PROJECT: "p", LOG_HASH_KEY: "k", SIGNING_SECRETS: SECRET, UNRELATED: "x" };

  it("reads what is asked for, with the defaults", () => {
    expect(readSettings(all, environment)).toEqual({
      GOOGLE_CLOUD_PROJECT: "p",
      LOG_HASH_KEY: "k",
      MAX_INSTANCES: "1",
      SIGNING_SECRETS: SECRET,
      PREFIX: "",
      PAUSING: "on",
      PAUSE_WAITS: "60/900",
      ALLOWANCE_LIVE: "97/95",
      ALLOWANCE_BATCH: "90/85",
      PUBLIC_URL: "",
      TRACES_RATIO: "1",
      TRACES_URL: "",
      VERSION: "",
    });
    expect(readSettings(all, { ...environment, PREFIX: "copy-" }).PREFIX).toBe("copy-");
  });

  it("takes the default where the environment has nothing or an empty text", () => {
    const specification = { URL: { description: "where", default: "https://example.com" } };
    for (const variables of [{}, { URL: "" }, { URL: undefined }])
      expect(readSettings(specification, variables)).toEqual({ URL: "https://example.com" });
  });

  it.each([
    ["GOOGLE_CLOUD_PROJECT", "It is an environment variable of the function; terraform/ sets it"],
    ["LOG_HASH_KEY", 'It is from the secret "log-hash-key" in Secret Manager'],
    ["SIGNING_SECRETS", 'It is from the secret "app" in Secret Manager'],
  ])("says that %s is missing or empty, what it is and where to set it", (name, where) => {
    for (const value of [undefined, ""]) {
      expect(() => readSettings(all, { ...environment, [name]: value })).toThrow(
        expect.objectContaining({
          name: "SettingError",
          message: expect.stringMatching(new RegExp(`^${name} is not set: .+\\. ${where}`)),
        }),
      );
    }
  });

  it("names all that are missing", () => {
    expect(() => readSettings(all, {})).toThrow(/GOOGLE_CLOUD_PROJECT[^]*LOG_HASH_KEY[^]*SIGNING_SECRETS/);
  });

  it("repeats no value", () => {
    expect(() => readSettings(all, { ...environment, LOG_HASH_KEY: "" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining(SECRET) }),
    );
  });
});

describe("readKeys", () => {
  const scheme = standardWebhooks();

  it("reads one secret per line, newest first, whatever white space an editor leaves", () => {
    expect(readKeys(`\n  ${SECRET}\r\n\n${OTHER}  \n`, scheme)).toEqual([scheme.key(SECRET), scheme.key(OTHER)]);
    expect(readKeys(`${"a".repeat(16)}\nhex-like and longer`, customerio.signature)).toEqual([
      Buffer.from("a".repeat(16)),
      Buffer.from("hex-like and longer"),
    ]);
  });

  it("reads public keys as PEM, which spans lines, or in one line each", () => {
    const keys = [1, 2].map(() => generateKeyPairSync("ec", { namedCurve: "P-256" }).publicKey);
    const [pem, base64] = [
      keys[0]?.export({ format: "pem", type: "spki" }).toString(),
      keys[1]?.export({ format: "der", type: "spki" }).toString("base64"),
    ];
    const expected = keys.map((key) => key.export({ format: "der", type: "spki" }));
    expect(readKeys(`${pem}\n${base64}\n`, sendGrid())).toEqual(expected);
    expect(readKeys(`\n${base64}\n${pem?.replaceAll("\n", "\r\n")}`, sendGrid())).toEqual(expected.toReversed());
  });

  it.each([
    ["a malformed secret", `${SECRET}\nwhsec_short`, "line 2 is not a Standard Webhooks secret: "],
    ["one after empty lines", "\n\n  \nwhsec_short", "line 4 is not a Standard Webhooks secret: "],
    ["JSON in one line", '{"secret":"short"}', "line 1 looks like JSON: "],
    ["JSON in several", `{\n  "secret": "short"\n}`, "line 1 looks like JSON: "],
    ["a list", '["short"]', "line 1 looks like JSON: "],
    ["a JSON text", `"${SECRET}short"`, "line 1 is in quotes"],
    ["typographic quotes", `“${SECRET}short”`, "line 1 is in quotes"],
    ["a line of a shell", `export APP_SECRET=${SECRET}short`, "line 1 names what it is"],
    ["a comment", `# production, short\n${SECRET}`, "line 1 is a comment"],
    ["an example", "<your-signing-secret, not short>", "line 1 stands in its place"],
    ["a variable that was not filled in", "${APP_SIGNING_SECRET_short}", "line 1 stands in its place"],
    ["an address", "https://example.com/webhooks/short", "line 1 is an address"],
    ["two in one line", `${SECRET}\\n${SECRET}short`, "line 1 has "],
    ["one in quotes", `${SECRET}\n'${SECRET}short'`, "line 2 is in quotes"],
    ["a variable", `APP_SIGNING_SECRET=${SECRET}short`, "line 1 names what it is"],
    ["one that is masked", "whsec_••••••••••••••••short", "line 1 is masked"],
  ])("names the line of %s, and does not repeat it", (_what, value, sentence) => {
    expect(() => readKeys(value, scheme)).toThrow(
      expect.objectContaining({
        name: "SettingError",
        message: expect.stringMatching(new RegExp(`^SIGNING_SECRETS: ${sentence}(?!.*short)`)),
      }),
    );
  });

  it("takes out what can't be seen, and comes with what is copied", () => {
    expect(readKeys(`\ufeff${SECRET}\u200b\r\n`, scheme)).toEqual([scheme.key(SECRET)]);
  });

  it.each([
    ["sk_live_51SXxQ2LkdIwHu7ix", "an API key of Stripe's"],
    ["rk_test_51SXxQ2LkdIwHu7ix", "an API key of Stripe's"],
    ["pk_live_51SXxQ2LkdIwHu7ix", "an API key of Stripe's"],
    ["we_1SXxQ2LkdIwHu7", "the endpoint's id"],
  ])("refuses %s, which is no endpoint's secret of Stripe's", (key, what) => {
    expect(() => readKeys(key, stripe())).toThrow(`SIGNING_SECRETS: line 1 is ${what}`);
  });

  it("takes Stripe's secret as it is", () => {
    expect(readKeys(SECRET, stripe())).toEqual([Buffer.from(SECRET)]);
  });

  it("refuses a secret of fewer than 16 characters, which somebody could guess", () => {
    expect(() => readKeys(`${"a".repeat(16)}\n${"b".repeat(15)}`, customerio.signature)).toThrow(
      "SIGNING_SECRETS: line 2 is too short for a secret: at least 16 characters are expected",
    );
  });

  it("refuses a value with no secret in it", () => {
    expect(() => readKeys(" \n\n", scheme)).toThrow("SIGNING_SECRETS holds no secret");
  });
});

describe("readPublicUrl", () => {
  it("is needed by schemes that sign the URL, and by no other", () => {
    expect(readPublicUrl("", standardWebhooks())).toBe("");
    expect(() => readPublicUrl("", hubSpot())).toThrow(
      "PUBLIC_URL is not set: HubSpot v3 signs the URL that it sends webhooks to",
    );
  });

  it.each(["https://example.com/webhooks/hubspot", "http://localhost:8080/webhooks/app"])("takes %s", (url) => {
    expect([readPublicUrl(url, hubSpot()), readPublicUrl(url, standardWebhooks())]).toEqual([url, url]);
  });

  it.each([
    "example.com/webhooks/x",
    "ftp://example.com/x",
    "https://example.com",
    "https://example.com/x?key=1",
    "https://exa mple.com/x",
  ])("refuses %s", (url) => {
    expect(() => readPublicUrl(url, hubSpot())).toThrow("PUBLIC_URL is not of the form https://example.com/");
  });
});

describe("withQueryOf", () => {
  it.each([
    ["/", "https://example.com/webhooks/app"],
    ["/webhooks/app/", "https://example.com/webhooks/app/"],
    ["/webhooks/app/?key=1", "https://example.com/webhooks/app/?key=1"],
    ["/webhooks/other/", "https://example.com/webhooks/app"],
    ["https://attacker.example/", "https://example.com/webhooks/app"],
    ["/x?key=a%2Fb&q=?", "https://example.com/webhooks/app?key=a%2Fb&q=?"],
    ["//attacker.example/?", "https://example.com/webhooks/app?"],
  ])("takes the query of %s, a slash after its own path, and no more", (requestUrl, url) => {
    expect(withQueryOf(requestUrl, "https://example.com/webhooks/app")).toBe(url);
  });
});

describe("what people type for a setting", () => {
  it.each([
    ["on", true],
    ["TRUE", true],
    ["Yes", true],
    ["1", true],
    ["off", false],
    ["False", false],
    ["no", false],
    ["0", false],
    ["maybe", undefined],
    ["", undefined],
  ])("is a switch where it is %j", (text, isOn) => {
    const read = () => switchSetting("PAUSING", text);
    if (isOn === undefined) expect(read).toThrow("PAUSING must be on or off");
    else expect(read()).toBe(isOn);
  });

  it("is taken without blanks and quotes, but in a secret, whose line breaks may be its own", () => {
    const specifications = {
      RATE: { description: "a rate", default: "1" },
      KEY: { description: "a key", secret: "key" },
    };
    expect(readSettings(specifications, { RATE: ' "100"\r\n', KEY: "one\ntwo\n" })).toEqual({
      RATE: "100",
      KEY: "one\ntwo\n",
    });
    expect(readSettings(specifications, { RATE: '""', KEY: "one" })).toMatchObject({ RATE: "1" });
  });
});
