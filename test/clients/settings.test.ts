import { describe, expect, it } from "@jest/globals";
import { findStandIns } from "../../local/core/find.ts";
import { VirtualClock } from "../../local/core/clock.ts";
import { findUnits } from "../../bundler/read/units.ts";

const { clients } = await findUnits();
const standIns = await findStandIns();
const settings = clients.flatMap(({ specification }) => Object.entries(specification.settings));

describe("the clients' settings", () => {
  it.each(settings)("keep %s in Secret Manager if it is a secret, under its own name", (name, { secret }) => {
    const isSecret = /_(KEY|TOKEN|CREDENTIAL)$/.test(name);
    expect(secret).toBe(isSecret ? name.toLowerCase().replaceAll("_", "-") : undefined);
  });

  const all = clients.flatMap(({ specification }) =>
    Object.keys(specification.settings).map((name) => [name, specification] as const),
  );
  it.each(all)("never quote what %s holds, which may be a secret in the wrong place", (name, specification) => {
    const standIn = standIns.find((one) => one.name === specification.name);
    const defaults = Object.entries(specification.settings).map(([key, setting]) => [key, setting.default ?? ""]);
    const right = { ...Object.fromEntries(defaults), ...standIn?.settings("http://127.0.0.1:1") };
    for (const wrong of [
      "hunter2 hunter2",
      "https://hunter2:hunter2@x.example",
      "-----BEGIN hunter2",
      "hunter2\u0000",
    ]) {
      const connect = () =>
        specification.connect({
          settings: { ...right, [name]: wrong },
          fetch: () => Promise.reject(new Error("no call is made")),
          clock: new VirtualClock(0),
        });
      expect(messageOf(connect)).not.toContain("hunter2");
    }
  });

  it.each([
    ["SALESFORCE_CLIENT_ID", "0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF", "is a consumer secret"],
    ["SALESFORCE_CLIENT_ID", "api@acme.io", "is a user's name"],
    ["SALESFORCE_CREDENTIAL", "3MVG9_consumer_key_that_is_long", "is the app's consumer key"],
    ["SALESFORCE_LOGIN_URL", "https://yourdomain.my.salesforce.com", "is an example's"],
    ["SALESFORCE_LOGIN_URL", "https://na135.salesforce.com", "where no client secret logs in"],
    [
      "CUSTOMERIO_API_KEY",
      Buffer.from("0123456789abcdef:fedcba9876543210").toString("base64"),
      "is base64 of two values",
    ],
    ["CUSTOMERIO_APP_URL", "https://fly.customer.io", "is not this API's address"],
    ["SLACK_BOT_TOKEN", "xoxp-1-2-3", "is a user's token"],
    ["SLACK_BOT_TOKEN", "xapp-1-A0-2", "is an app-level token"],
    ["SLACK_BOT_TOKEN", "xoxe.xoxb-1", "is a token that is rotated"],
    ["SLACK_BOT_TOKEN", "https://hooks.example.com/services/T0/B0/x", "is an incoming webhook's address"],
    ["SLACK_BOT_TOKEN", "0123456789abcdef0123456789abcdef", "is the app's signing secret"],
    ["SLACK_BOT_TOKEN", "quite-another", "begins with xoxb-"],
    ["CUSTOMERIO_API_KEY", "op://vault/customerio/key", "says where the value is kept"],
    ["CUSTOMERIO_API_KEY", "$CIO_KEY", "says where the value is kept"],
    ["CUSTOMERIO_API_KEY", "fedcba9876543210 # production", "has a comment behind it"],
  ])("say what is there in the place of %s: %s", (name, wrong, sentence) => {
    const client = clients.find(({ specification }) => name in specification.settings)?.specification;
    const standIn = standIns.find((one) => one.name === client?.name);
    const defaults = Object.entries(client?.settings ?? {}).map(([key, setting]) => [key, setting.default ?? ""]);
    const right = { ...Object.fromEntries(defaults), ...standIn?.settings("http://127.0.0.1:1") };
    const connect = () =>
      client?.connect({
        settings: { ...right, [name]: wrong },
        fetch: () => Promise.reject(new Error("no call is made")),
        clock: new VirtualClock(0),
      });
    expect(messageOf(connect)).toContain(sentence);
  });

  it("have a default where one value is nearly everybody's", () => {
    const ours = clients.filter(({ file }) => ["customerio", "salesforce", "slack"].includes(file));
    const defaults = ours
      .flatMap(({ specification }) => Object.entries(specification.settings))
      .flatMap(([name, setting]) => (setting.default === undefined ? [] : [[name, setting.default]]));
    expect(Object.fromEntries(defaults)).toEqual({
      CUSTOMERIO_APP_URL: "https://api.customer.io",
      CUSTOMERIO_CALLS_PER_SECOND: "1000",
      CUSTOMERIO_TRACK_URL: "https://track.customer.io",
      SALESFORCE_CALLS_PER_SECOND: "0",
      SALESFORCE_CONSENT_TIME_FIELD: "Email_Consent_At__c",
      SALESFORCE_PERSON_KEY_FIELD: "Person_Key__c",
      SALESFORCE_REGISTRATION_TIME_FIELD: "Registration_At__c",
      SALESFORCE_USERNAME: "",
      SLACK_POSTS_PER_SECOND: "0.8",
      SLACK_URL: "https://slack.com",
    });
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
    return "";
  } catch (error) {
    return String(error);
  }
}
