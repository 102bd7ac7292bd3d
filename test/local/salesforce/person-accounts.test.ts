import { describe, expect, it } from "@jest/globals";
import { openOrg } from "./open-org.ts";

describe("a person account", () => {
  it("is an Account and a Contact, written through the Account alone", async () => {
    const { call, salesforce } = openOrg({ personAccounts: true });
    const created = await call("POST", "sobjects/Account", {
      FirstName: "Ada",
      LastName: "Lovelace",
      PersonEmail: "ada@example.com",
    });
    expect(created.status).toBe(201);
    const account = created.body.id;
    expect(salesforce.state()).toMatchObject({
      Account: [{ Name: "Ada Lovelace", IsPersonAccount: true, PersonEmail: "ada@example.com" }],
      Contact: [{ Name: "Ada Lovelace", IsPersonAccount: true, Email: "ada@example.com", AccountId: account }],
    });
    const [contact] = salesforce.state()["Contact"] as { Id: string }[];
    const refused = await call("PATCH", `sobjects/Contact/${contact?.Id}`, { HasOptedOutOfEmail: true });
    expect(refused).toMatchObject({ status: 400, body: [{ errorCode: "INVALID_PERSON_ACCOUNT_OPERATION" }] });
    const change = { PersonHasOptedOutOfEmail: true, Email_Consent_At__pc: "2026-01-02T00:00:00Z" };
    expect((await call("PATCH", `sobjects/Account/${account}`, change)).status).toBe(204);
    expect(salesforce.state()["Contact"]).toMatchObject([
      { HasOptedOutOfEmail: true, Email_Consent_At__c: "2026-01-02T00:00:00.000+0000" },
    ]);
    const earlier = { Email_Consent_At__pc: "2026-01-01T00:00:00Z" };
    expect((await call("PATCH", `sobjects/Account/${account}`, earlier)).body).toMatchObject([
      { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", fields: ["Email_Consent_At__pc"] },
    ]);
  });

  it("is no company, and none where the org has not turned them on", async () => {
    const { call, salesforce } = openOrg({ personAccounts: true });
    const account = salesforce.insert("Account", { Name: "Acme" });
    const contact = salesforce.insert("Contact", { LastName: "Doe", AccountId: account });
    expect((await call("PATCH", `sobjects/Contact/${contact}`, { Title: "CTO" })).status).toBe(204);
    expect(salesforce.state()["Account"]).toMatchObject([{ Name: "Acme" }]);
    expect((await openOrg().call("POST", "sobjects/Account", { LastName: "x" })).body).toMatchObject([
      { errorCode: "INVALID_FIELD" },
    ]);
  });
});
