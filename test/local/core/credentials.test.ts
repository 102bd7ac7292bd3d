import { describe, expect, it } from "@jest/globals";
import { missingCredentials } from "../../../local/core/credentials.ts";

const RAPT =
  '2 UNKNOWN: Getting metadata from plugin failed with error: {"error":"invalid_grant","error_subtype":"invalid_rapt"}';

/** As hashicorp/terraform-provider-google#20644, google-auth-library-python#1459 and google-github-actions/auth#250 quote them. */
const NO_QUOTA_PROJECT =
  "7 PERMISSION_DENIED: Your application is authenticating by using local Application Default Credentials. The " +
  "cloudfunctions.googleapis.com API requires a quota project, which is not set by default.";
const FOREIGN =
  "Caller does not have required permission to use project xxx-yyy. Grant the caller the roles/serviceusage.serviceUsageConsumer role";

describe("missingCredentials", () => {
  it.each([
    ["Could not load the default credentials. Browse to …", "There are no credentials for project acme: run gcloud "],
    ["invalid_grant", "The login for project acme has ended (invalid_grant): run gcloud "],
    [RAPT, "The login for project acme has ended (invalid_grant): run gcloud "],
    [
      NO_QUOTA_PROJECT,
      "The login names no project in which its calls are counted: run gcloud auth application-default set",
    ],
    [FOREIGN, "This account's calls may not be counted in project xxx-yyy, which its login names: grant it roles/serv"],
    ["7 PERMISSION_DENIED: no", undefined],
  ])("says of %j what to do", (message, advice) => {
    expect(missingCredentials(new Error(message), "acme")?.slice(0, advice?.length)).toBe(advice);
  });
});
