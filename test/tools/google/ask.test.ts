import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "@jest/globals";
import { CommandError } from "../../../local/core/problems.ts";
import { askWithCredentials, explained, GoogleRefusal } from "../../../tools/google/ask.ts";

const URL = "https://cloudfunctions.googleapis.com/v2/projects/acme/locations/-/functions";

/** As the client library throws it. */
const refused = (status: number, message: string, details: readonly object[] = []) =>
  Object.assign(new Error(message), { response: { status, data: { error: { message, details } } } });
const disabled = { reason: "SERVICE_DISABLED", metadata: { service: "cloudfunctions.googleapis.com" } };

describe("explained", () => {
  it("tells an API that is disabled from a login that names no quota project, which Google tells with the same reason", () => {
    const api = explained(refused(403, "Cloud Functions API has not been used in project 1", [disabled]), "acme", URL);
    expect(api).toBeInstanceOf(GoogleRefusal);
    expect(api).toMatchObject({ status: 403, disabledApi: "cloudfunctions.googleapis.com" });
    const text = "The cloudfunctions.googleapis.com API requires a quota project, which is not set by default.";
    const login = explained(refused(403, text, [disabled]), "acme", URL);
    expect(login).toBeInstanceOf(CommandError);
    expect(login).not.toBeInstanceOf(GoogleRefusal);
    expect(login.message).toContain("gcloud auth application-default set-quota-project acme");
  });

  it.each([
    [403, "", true],
    [403, "IAM_PERMISSION_DENIED", true],
    [403, "BILLING_DISABLED", false],
    [403, "SECURITY_POLICY_VIOLATED", false],
    [404, "", false],
  ])("asks for a permission only where it is one that is missing: %i %s", (status, reason, isOfPermission) => {
    const text = "This API method requires billing to be enabled.";
    const refusal = explained(refused(status, text, reason === "" ? [] : [{ reason }]), "acme", URL);
    expect(refusal).toMatchObject({ isOfPermission, message: expect.stringContaining(text) });
  });
});

describe("askWithCredentials", () => {
  it("takes the token that Terraform takes, and tells refusals with it as it does others", async () => {
    const server = createServer(({ method, url, headers: { authorization } }, response) => {
      if (url === "/refused") response.writeHead(403);
      response.end(JSON.stringify(url === "/refused" ? { error: { message: "no" } } : { method, authorization }));
    });
    await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
    const at = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const ask = askWithCredentials("acme", "token-1");
    try {
      expect(await ask("POST", at, {})).toEqual({ method: "POST", authorization: "Bearer token-1" });
      await expect(ask("GET", `${at}/refused`)).rejects.toMatchObject({ status: 403, isOfPermission: true });
    } finally {
      server.closeAllConnections();
      server.close();
    }
    await expect(ask("GET", at)).rejects.toThrow("fetch failed");
  });
});
