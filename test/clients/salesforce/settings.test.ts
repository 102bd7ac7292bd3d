import { createPrivateKey, generateKeyPairSync } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { readConfiguration } from "../../../functions/clients/salesforce/settings.ts";
import { SettingError } from "../../../functions/runtime/define/errors.ts";

const valid = {
  SALESFORCE_LOGIN_URL: " https://acme.my.salesforce.com/\n",
  SALESFORCE_CLIENT_ID: "consumer-key",
  SALESFORCE_USERNAME: "",
  SALESFORCE_CREDENTIAL: "client-secret\n",
  SALESFORCE_PERSON_KEY_FIELD: "Person_Key__c",
  SALESFORCE_CONSENT_TIME_FIELD: "Email_Consent_At__c",
  SALESFORCE_REGISTRATION_TIME_FIELD: "Registration_At__c",
  SALESFORCE_CALLS_PER_SECOND: "0",
};
const pem = (type: "ec" | "rsa") => {
  const pair =
    type === "ec"
      ? generateKeyPairSync("ec", { namedCurve: "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: 2048 });
  return pair.privateKey.export({ type: "pkcs8", format: "pem" }).toString();
};

describe("readConfiguration", () => {
  it.each(["client-secret", "MBclient-secret"])(
    "takes a credential that is no key for a client secret: %s",
    (clientSecret) => {
      expect(readConfiguration({ ...valid, SALESFORCE_CREDENTIAL: `${clientSecret}\n` })).toEqual({
        loginUrl: "https://acme.my.salesforce.com",
        clientId: "consumer-key",
        credential: { flow: "client-credentials", clientSecret },
        personKeyField: "Person_Key__c",
        memberTimeField: "Registration_At__c",
        consentTimeField: "Email_Consent_At__c",
      });
    },
  );

  it("takes a private key for the JWT bearer flow", () => {
    const { credential } = readConfiguration({
      ...valid,
      SALESFORCE_CREDENTIAL: pem("rsa"),
      SALESFORCE_USERNAME: "ycat@acme.com",
    });
    expect(credential).toMatchObject({ flow: "jwt-bearer", username: "ycat@acme.com" });
  });

  const key = pem("rsa");
  const pkcs1 = createPrivateKey(key).export({ type: "pkcs1", format: "pem" }).toString();
  it.each([
    ["with \\n for its line breaks", key.replaceAll("\n", "\\n")],
    ["with \\\\n for them", key.replaceAll("\n", "\\\\n")],
    ["with Windows' line breaks", key.replaceAll("\n", "\r\n")],
    ["with spaces for them", key.replaceAll("\n", " ")],
    ["in one line", key.replaceAll("\n", "")],
    ["indented, as in YAML", key.replaceAll("\n", "\n    ")],
    ["without its first and last line", key.replaceAll(/-----[^-]+-----/g, "").trim()],
    ["in quotes", JSON.stringify(key)],
    ["in base64", Buffer.from(key).toString("base64")],
    ["of PKCS #1", pkcs1],
    ["of PKCS #1, without its first and last line", pkcs1.replaceAll(/-----[^-]+-----/g, "").trim()],
  ])("reads a private key %s", (_how, SALESFORCE_CREDENTIAL) => {
    const { credential } = readConfiguration({ ...valid, SALESFORCE_CREDENTIAL, SALESFORCE_USERNAME: "ycat@acme.com" });
    expect(credential).toEqual({
      flow: "jwt-bearer",
      username: "ycat@acme.com",
      privateKey: createPrivateKey(key),
    });
  });

  it.each([
    ["is a certificate", "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----"],
    ["is a public key", "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----"],
    ["is the name of a file", "ycat.key"],
    ["is a public key of SSH's", "ssh-rsa AAAAB3NzaC1yc2E ada@example.com"],
    ["looks like a private key and can't be read", "-----BEGIN PRIVATE KEY-----\nMIIB"], // its end was not pasted
    ["must be an RSA key", pem("ec")],
  ])("says what a credential is that can log nobody in: it %s", (what, SALESFORCE_CREDENTIAL) => {
    expect(() => readConfiguration({ ...valid, SALESFORCE_CREDENTIAL, SALESFORCE_USERNAME: "u" })).toThrow(
      `SALESFORCE_CREDENTIAL ${what}`,
    );
  });

  it.each([
    ["https://acme.lightning.force.com", "https://acme.my.salesforce.com"],
    ["https://acme--dev.sandbox.lightning.force.com/", "https://acme--dev.sandbox.my.salesforce.com"],
    ["https://acme.my.salesforce-setup.com", "https://acme.my.salesforce.com"],
    ["https://acme--c.visualforce.com", "https://NAME.my.salesforce.com"],
  ])("names the My Domain of an org whose pages are at %s", (SALESFORCE_LOGIN_URL, myDomain) => {
    expect(() => readConfiguration({ ...valid, SALESFORCE_LOGIN_URL })).toThrow(`its My Domain is ${myDomain}`);
  });

  it.each(["https://acme-lightning.my.salesforce.com", "https://acme.my.site.com"])("takes %s as it is", (url) => {
    expect(readConfiguration({ ...valid, SALESFORCE_LOGIN_URL: url }).loginUrl).toBe(url);
  });

  it.each(['"', "'"])("takes no setting for more than it is where it stands in %s", (quote) => {
    const quoted = Object.fromEntries(
      Object.entries(valid).map(([name, value]) => [name, `${quote}${value.trim()}${quote}\n`]),
    );
    expect(readConfiguration({ ...valid, ...quoted })).toEqual(readConfiguration(valid));
  });

  it("knows an org without the fields of our own", () => {
    const none = { SALESFORCE_PERSON_KEY_FIELD: "none", SALESFORCE_CONSENT_TIME_FIELD: " None\n" };
    const { personKeyField, consentTimeField } = readConfiguration({ ...valid, ...none });
    expect({ personKeyField, consentTimeField }).toEqual({ personKeyField: undefined, consentTimeField: undefined });
  });

  it("takes an org's host for its address, and the common one for a private key's", () => {
    expect(readConfiguration({ ...valid, SALESFORCE_LOGIN_URL: "acme.my.salesforce.com" }).loginUrl).toBe(
      "https://acme.my.salesforce.com",
    );
    const jwt = { SALESFORCE_CREDENTIAL: pem("rsa"), SALESFORCE_USERNAME: "ycat@acme.com" };
    const login = "https://login.salesforce.com";
    expect(readConfiguration({ ...valid, ...jwt, SALESFORCE_LOGIN_URL: login }).loginUrl).toBe(login);
    const page = "https://acme.lightning.force.com/lightning/page/home";
    expect(() => readConfiguration({ ...valid, SALESFORCE_LOGIN_URL: page })).toThrow("https://acme.my.salesforce.com");
  });

  it.each([
    ["SALESFORCE_LOGIN_URL", "production"],
    ["SALESFORCE_LOGIN_URL", "https://acme--c.visualforce.com"],
    ["SALESFORCE_LOGIN_URL", "https://login.salesforce.com"], // a client secret's
    ["SALESFORCE_LOGIN_URL", "http://acme.my.salesforce.com"],
    ["SALESFORCE_LOGIN_URL", "https://acme.my.salesforce.com/services"],
    ["SALESFORCE_LOGIN_URL", "https://user@acme.my.salesforce.com"],
    ["SALESFORCE_LOGIN_URL", "https://:pass@acme.my.salesforce.com"],
    ["SALESFORCE_CLIENT_ID", " "],
    ["SALESFORCE_CLIENT_ID", "SALESFORCE_CLIENT_ID=3MVG9"],
    ["SALESFORCE_CLIENT_ID", "3MVG9..."],
    ["SALESFORCE_CREDENTIAL", "changeme"],
    ["SALESFORCE_CREDENTIAL", "••••••••••••"],
    ["SALESFORCE_CREDENTIAL", "one\ntwo"],
    ["SALESFORCE_CREDENTIAL", "/secrets/the org's.key"],
    ["SALESFORCE_CREDENTIAL", "ssh-rsa AAAAB3NzaC1yc2E ada@example.com"],
    ["SALESFORCE_USERNAME", "Integration User"],
    ["SALESFORCE_CREDENTIAL", "\n"],
    ["SALESFORCE_CREDENTIAL", "-----BEGIN PRIVATE KEY-----\nnonsense\n-----END PRIVATE KEY-----", "ycat@acme.com"],
    ["SALESFORCE_CREDENTIAL", pem("ec"), "ycat@acme.com"],
    ["SALESFORCE_USERNAME", ""],
    ["SALESFORCE_PERSON_KEY_FIELD", "Email"],
    ["SALESFORCE_PERSON_KEY_FIELD", "a/b__c"],
    ["SALESFORCE_CONSENT_TIME_FIELD", "HasOptedOutOfEmail"],
    ["SALESFORCE_REGISTRATION_TIME_FIELD", "Status"],
  ])("names %s when it is wrong", (name, value, username = "") => {
    const credential = name === "SALESFORCE_USERNAME" ? { SALESFORCE_CREDENTIAL: pem("rsa") } : {};
    const read = () => readConfiguration({ ...valid, ...credential, SALESFORCE_USERNAME: username, [name]: value });
    expect(read).toThrow(SettingError);
    expect(read).toThrow(name);
  });

  it("says of an empty setting what it holds", () => {
    expect(() => readConfiguration({ ...valid, SALESFORCE_CLIENT_ID: " " })).toThrow(
      /^SALESFORCE_CLIENT_ID is empty: it holds /,
    );
  });

  it("never quotes a credential", () => {
    const SALESFORCE_CREDENTIAL = "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----";
    expect(() => readConfiguration({ ...valid, SALESFORCE_CREDENTIAL, SALESFORCE_USERNAME: "u" })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("canary") }),
    );
  });
});
