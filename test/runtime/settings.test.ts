import { describe, expect, it } from "@jest/globals";
import { handlerSettings, readKeys, readSettings, signingSecrets } from "../../functions/runtime/settings.ts";
import { standardWebhooks } from "../../functions/runtime/signatures/signature.ts";
import customerio from "../../functions/sources/customerio.ts";
import { SECRET } from "../harness/webhook.ts";

const OTHER = `whsec_${Buffer.alloc(32, 1).toString("base64")}`;

describe("readSettings", () => {
  const all = { ...handlerSettings, SIGNING_SECRETS: signingSecrets("app") };
  const environment = { GOOGLE_CLOUD_PROJECT: "p", LOG_HASH_KEY: "k", SIGNING_SECRETS: SECRET, UNRELATED: "x" };

  it("reads what is asked for, with the defaults", () => {
    expect(readSettings(all, environment)).toEqual({
      GOOGLE_CLOUD_PROJECT: "p",
      LOG_HASH_KEY: "k",
      SIGNING_SECRETS: SECRET,
      PREFIX: "",
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
    expect(readKeys("hex-like\nother", customerio.signature)).toEqual([Buffer.from("hex-like"), Buffer.from("other")]);
  });

  it("names the line that is wrong, and does not repeat it", () => {
    expect(() => readKeys(`${SECRET}\nwhsec_short`, scheme)).toThrow(
      /^SIGNING_SECRETS: line 2 is not a Standard Webhooks secret: (?!.*short)/,
    );
  });

  it("refuses a value with no secret in it", () => {
    expect(() => readKeys(" \n\n", scheme)).toThrow("SIGNING_SECRETS holds no secret");
  });
});
