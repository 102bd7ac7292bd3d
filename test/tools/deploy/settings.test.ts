import { describe, expect, it } from "@jest/globals";
import { settingFaults } from "../../../tools/deploy/settings.ts";
import { undeclaredIn } from "../../../tools/deploy/terraform.ts";

const SETTINGS = {
  CUSTOMERIO_SITE_ID: "0123456789abcdef",
  SALESFORCE_CLIENT_ID: "3MVG9_consumer_key",
  SALESFORCE_LOGIN_URL: "https://acme.my.salesforce.com",
};
const SECRETS = {
  app: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
  "salesforce-credential": "0123456789ABCDEF",
  "customerio-api-key": "fedcba9876543210",
  "customerio-app-key": "00112233445566778899aabbccddeeff",
  "slack-bot-token": "xoxb-1-2-abc",
};

async function faultsOf(settings: object, secrets: object = {}): Promise<string[]> {
  const value = { ...SETTINGS, ...settings };
  return settingFaults({ variables: { settings: { value } } }, JSON.stringify({ ...SECRETS, ...secrets }));
}

describe("values of variables that there are none of", () => {
  const json = { configuration: { root_module: { variables: { region: {}, domain: {} } } } };
  const warned = `\u001b[33m╷\n│ Warning: Value for undeclared variable\n│ \n│ The root module does not declare a variable named "regoin" but a value was\n│ found in file "terraform.tfvars". If you meant to use this value, add a\n`;

  it("are told, with what is meant", () => {
    expect(undeclaredIn(warned, json)).toEqual([
      'terraform.tfvars: there is no variable regoin; did you mean "region"?',
    ]);
    expect(undeclaredIn("No changes.", json)).toEqual([]);
  });

  it("are told by their number where Terraform names no more", () => {
    const more =
      "│ In addition to the other similar warnings shown, 3 other variable(s) defined\n│ without being declared.";
    expect(undeclaredIn(more, json)).toEqual([expect.stringContaining("3 more variables are set")]);
  });
});

describe("settings and secrets of a plan", () => {
  it("pass where functions would start with them", async () => {
    expect(await faultsOf({})).toEqual([]);
    expect(await settingFaults({}, undefined)).toEqual([]);
    expect(await settingFaults({}, "not JSON")).toEqual([]);
  });

  it.each<[object, object, string]>([
    [
      { SALESFORCE_LOGIN_URL: "https://login.salesforce.com" },
      {},
      "SALESFORCE_LOGIN_URL is https://login.salesforce.com",
    ],
    [{ CUSTOMERIO_TRACK_URL: "EU" }, {}, "CUSTOMERIO_TRACK_URL must be an address"],
    [{ PAUSING: "maybe" }, {}, "PAUSING must be on or off"],
    [{ SLACK_POSTS_PER_SECOND: "1/s" }, {}, "SLACK_POSTS_PER_SECOND must be a number"],
    [{}, { "slack-bot-token": "xoxp-1-2-3" }, "SLACK_BOT_TOKEN is a user's token"],
    [{}, { app: "whsec_..." }, 'the secret "app": line 1 stands in its place'],
    [
      {},
      { app: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw # of production" },
      'the secret "app": line 1 has a comment behind it',
    ],
    [
      {},
      { zoom: "abcdefghijklmnop,bcdefghijklmnopq" },
      'the secret "zoom": line 1 looks like two secrets with a comma',
    ],
  ])("are refused as functions would: %j, %j", async (settings, secrets, sentence) => {
    expect(await faultsOf(settings, secrets)).toEqual([expect.stringContaining(sentence)]);
  });

  it.each<[object, string[]]>([
    [{}, []],
    [{ SALESFORCE_LOGIN_URL: "https://login.salesforce.com" }, []], // a private key logs in there
    [{ SALESFORCE_LOGIN_URL: "" }, []],
    [{ SALESFORCE_LOGIN_URL: "http://acme.my.salesforce.com" }, ["SALESFORCE_LOGIN_URL must be an address"]],
    [{ SALESFORCE_CLIENT_ID: "ycat@acme.com" }, ["SALESFORCE_CLIENT_ID is a user's name"]],
    [{ SALESFORCE_CALLS_PER_SECOND: "10/s" }, ["SALESFORCE_CALLS_PER_SECOND must be a number"]],
    [{ SALESFORCE_PERSON_KEY_FIELD: "Person Key" }, ["SALESFORCE_PERSON_KEY_FIELD must be a custom field"]],
    [{ CUSTOMERIO_TRACK_URL: "EU" }, ["CUSTOMERIO_TRACK_URL must be an address"]],
    [{ CUSTOMERIO_APP_URL: "https://track.customer.io" }, ["CUSTOMERIO_APP_URL is not this API's address"]],
    [{ CUSTOMERIO_APP_URL: "https://api-eu.customer.io" }, ["CUSTOMERIO_APP_URL and CUSTOMERIO_TRACK_URL are of two"]],
    [{ CUSTOMERIO_CALLS_PER_SECOND: "many" }, ["CUSTOMERIO_CALLS_PER_SECOND must be a number"]],
    [{ SLACK_POSTS_PER_SECOND: "1/s" }, ["SLACK_POSTS_PER_SECOND must be a number"]],
    [{ SLACK_URL: "our workspace" }, ["SLACK_URL must be an address"]],
  ])("are checked without secrets as far as that is possible: %j", async (settings, sentences) => {
    const value = { ...SETTINGS, ...settings };
    const faults = await settingFaults({ variables: { settings: { value } } }, undefined);
    expect(faults).toEqual(sentences.map((sentence) => expect.stringContaining(sentence)));
  });
});
