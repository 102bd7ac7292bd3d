import { describe, expect, it } from "@jest/globals";
import { missingCredentials } from "../../../local/core/credentials.ts";

const RAPT =
  '2 UNKNOWN: Getting metadata from plugin failed with error: {"error":"invalid_grant","error_subtype":"invalid_rapt"}';

describe("missingCredentials", () => {
  it.each([
    ["Could not load the default credentials. Browse to …", "There are no credentials for project acme: run gcloud "],
    ["invalid_grant", "The login for project acme has ended (invalid_grant): run gcloud "],
    [RAPT, "The login for project acme has ended (invalid_grant): run gcloud "],
    ["7 PERMISSION_DENIED: no", undefined],
  ])("says of %j what to do", (message, advice) => {
    expect(missingCredentials(new Error(message), "acme")?.slice(0, advice?.length)).toBe(advice);
  });
});
