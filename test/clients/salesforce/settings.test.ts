import { generateKeyPairSync } from "node:crypto";
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
  it("takes a credential that is no key for a client secret", () => {
    expect(readConfiguration(valid)).toEqual({
      loginUrl: "https://acme.my.salesforce.com",
      clientId: "consumer-key",
      credential: { flow: "client-credentials", clientSecret: "client-secret" },
      personKeyField: "Person_Key__c",
      memberTimeField: "Registration_At__c",
      consentTimeField: "Email_Consent_At__c",
    });
  });

  it("takes a private key for the JWT bearer flow", () => {
    const { credential } = readConfiguration({
      ...valid,
      SALESFORCE_CREDENTIAL: pem("rsa"),
      SALESFORCE_USERNAME: "ycat@acme.com",
    });
    expect(credential).toMatchObject({ flow: "jwt-bearer", username: "ycat@acme.com" });
  });

  it("knows an org without the fields of our own", () => {
    const none = { SALESFORCE_PERSON_KEY_FIELD: "none", SALESFORCE_CONSENT_TIME_FIELD: " none\n" };
    const { personKeyField, consentTimeField } = readConfiguration({ ...valid, ...none });
    expect({ personKeyField, consentTimeField }).toEqual({ personKeyField: undefined, consentTimeField: undefined });
  });

  it.each([
    ["SALESFORCE_LOGIN_URL", "acme.my.salesforce.com"],
    ["SALESFORCE_LOGIN_URL", "http://acme.my.salesforce.com"],
    ["SALESFORCE_LOGIN_URL", "https://acme.my.salesforce.com/services"],
    ["SALESFORCE_LOGIN_URL", "https://user:pass@acme.my.salesforce.com"],
    ["SALESFORCE_CLIENT_ID", " "],
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

  it("never quotes a credential", () => {
    const SALESFORCE_CREDENTIAL = "-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----";
    expect(() => readConfiguration({ ...valid, SALESFORCE_CREDENTIAL, SALESFORCE_USERNAME: "u" })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining("canary") }),
    );
  });
});
