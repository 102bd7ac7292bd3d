import { describe, expect, it } from "@jest/globals";
import { findUnits } from "../../bundler/read/units.ts";

const { clients } = await findUnits();
const settings = clients.flatMap(({ specification }) => Object.entries(specification.settings));

describe("the clients' settings", () => {
  it.each(settings)("keep %s in Secret Manager if it is a secret, under its own name", (name, { secret }) => {
    const isSecret = /_(KEY|TOKEN|CREDENTIAL)$/.test(name);
    expect(secret).toBe(isSecret ? name.toLowerCase().replaceAll("_", "-") : undefined);
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
