import { describe, expect, it } from "@jest/globals";
import type { NewFields, Person, Salesforce } from "../../../functions/clients/salesforce/salesforce.ts";
import { rejection } from "../connect.ts";
import { CAMPAIGN, contact, EMAIL, lead, startOrg } from "./org.ts";

const standIns = { LastName: "[not provided]", Company: "[unknown]" };
const nothing = {};
const named = { FirstName: "Grace", LastName: "Hopper", Company: "Eckert-Mauchly", Phone: "+1 555 0100" };
const form = (client: Salesforce, fields: NewFields<"Lead">) => client.ensurePerson(EMAIL, fields, { standIns });
const UNNAMED = { LastName: standIns.LastName };

describe("ensurePerson", () => {
  it("names whom an earlier form has not, and leaves all else as it was", async () => {
    const { client, forEvent, records } = startOrg();
    const { record } = await form(client, nothing);
    expect(records("Lead")).toMatchObject([standIns]);
    expect((await form(forEvent(), named)).record).toEqual(record);
    const { Phone: _, ...names } = named;
    expect(records("Lead")).toMatchObject([{ ...names, Id: record.id }]);
    expect(records("Lead")[0]).not.toHaveProperty("Phone");
  });

  it("comes to the same name where the form that gives none arrives later, and with every repetition", async () => {
    const { client, forEvent, records, calls } = startOrg();
    await form(client, named);
    for (const said of [nothing, named, { LastName: "Murray", Company: "Vassar" }]) await form(forEvent(), said);
    expect(records("Lead")).toMatchObject([named]);
    expect(calls.filter((call) => call.startsWith("PATCH"))).toEqual([]);
  });

  it("costs no call more where there is nothing to replace", async () => {
    const { client, forEvent, calls } = startOrg();
    await form(client, named);
    calls.length = 0;
    await form(forEvent(), named);
    expect(calls).toEqual(["POST /composite"]);
  });

  it("costs no call more where the form gives the nameless Contact no name either", async () => {
    const { client, org, records, calls } = startOrg();
    org.insert("Contact", contact(UNNAMED));
    await form(client, nothing);
    expect(calls).toEqual(["POST /services/oauth2/token", "POST /composite"]);
    expect(records("Contact")).toMatchObject([UNNAMED]);
  });

  it("names the open Lead of a person who has a converted one before it", async () => {
    const { client, org, records, clock } = startOrg();
    const { contactId } = org.convertLead(org.insert("Lead", lead({ LastName: "Murray" })));
    org.update(contactId, { Email: "elsewhere@example.com" });
    org.remove(contactId);
    await clock.advance(60_000);
    const open = org.insert("Lead", lead(standIns));
    expect((await form(client, named)).record.id).toBe(open);
    expect(records("Lead")).toMatchObject([{ LastName: "Murray" }, { LastName: "Hopper" }]);
  });

  it.each([
    ["what a human has entered", { LastName: "Hopper (Navy)", Company: "Navy" }, named, {}],
    ["a first name", { FirstName: "G.", LastName: standIns.LastName }, named, { LastName: "Hopper" }],
    ["what the form does not say", standIns, { FirstName: "Grace", LastName: " " }, {}],
    ["a stand-in by another", standIns, { LastName: "[not provided]", Company: "[not provided]" }, {}],
    ["a text that only holds it", { LastName: "[not provided] Jr." }, { LastName: "Hopper" }, {}],
  ])("does not replace %s", async (_, present, said, changed) => {
    const { client, org, records } = startOrg();
    const before = org.insert("Lead", lead(present));
    const [known = {}] = records("Lead");
    expect((await form(client, said)).record.id).toBe(before);
    const { LastModifiedDate: _at, SystemModstamp: _stamp, Name: _name, ...rest } = known as Record<string, unknown>;
    expect(records("Lead")).toMatchObject([{ ...rest, ...changed }]);
  });

  it("names a Contact too, which a nameless Lead has become, through a changed e-mail", async () => {
    const { client, org, records } = startOrg();
    const { contactId } = org.convertLead(org.insert("Lead", lead({ ...UNNAMED, Company: standIns.Company })));
    org.update(contactId, { Email: "elsewhere@example.com" });
    expect((await form(client, named)).record).toEqual({ type: "Contact", id: contactId });
    expect(records("Contact")).toMatchObject([{ FirstName: "Grace", LastName: "Hopper" }]);
    expect(records("Account")).toMatchObject([{ Name: standIns.Company }]);
  });

  it("names a person account through its Account, and writes nothing once it has a name", async () => {
    const { client, forEvent, org, records, calls } = startOrg({ personAccounts: true });
    org.insert("Account", { ...UNNAMED, PersonEmail: EMAIL });
    await form(client, named);
    expect(records("Contact")).toMatchObject([{ FirstName: "Grace", LastName: "Hopper", IsPersonAccount: true }]);
    expect(records("Account")).toMatchObject([{ Name: "Grace Hopper" }]);
    calls.length = 0;
    await form(forEvent(), { ...named, LastName: "Murray" });
    expect(calls).toEqual(["POST /composite"]);
  });

  it("names the Contact that a Lead has just become, though no query shows either yet", async () => {
    const { client, forEvent, org, records } = startOrg({ indexLagMs: 60_000 });
    const { contactId } = org.convertLead((await form(client, nothing)).record.id);
    expect((await form(forEvent(), named)).record.id).toBe(contactId);
    expect(records("Contact")).toMatchObject([{ LastName: "Hopper" }]);
  });

  it.each(["Lead", "Contact"] as const)(
    "names the %s that a duplicate rule finds before any query does",
    async (kind) => {
      const { client, org, records } = startOrg({ indexLagMs: 60_000, duplicateRule: "block" });
      const id = org.insert(kind, kind === "Lead" ? lead(standIns) : contact(UNNAMED));
      expect((await form(client, named)).record).toEqual({ type: kind, id });
      expect(records(kind)).toMatchObject([{ FirstName: "Grace", LastName: "Hopper" }]);
    },
  );

  it("names the Contact that such a Lead is converted into meanwhile", async () => {
    const { client, clock, org, addFault, records } = startOrg({ indexLagMs: 60_000, duplicateRule: "block" });
    const id = org.insert("Lead", lead(standIns));
    addFault({ match: "POST /sobjects/Lead", fault: "slow", milliseconds: 1_000, times: 1 });
    const done = form(client, named);
    await clock.advance(500);
    const { contactId } = org.convertLead(id);
    await clock.advance(500);
    expect((await done).record).toEqual({ type: "Contact", id: contactId });
    expect(records("Contact")).toMatchObject([{ FirstName: "Grace", LastName: "Hopper" }]);
  });

  it("names the Lead that another delivery has created at the same moment, whoever is first", async () => {
    const { forEvent, records } = startOrg({ indexLagMs: 60_000 });
    await Promise.all([form(forEvent(), nothing), form(forEvent(), named), form(forEvent(), nothing)]);
    expect(records("Lead")).toMatchObject([{ LastName: "Hopper", Company: "Eckert-Mauchly" }]);
  });

  describe.each([
    ["read", "POST /composite"],
    ["changed", "GET /sobjects/Lead/{id}"],
  ])("while it is being %s", (_, match) => {
    async function meanwhile(act: (org: ReturnType<typeof startOrg>["org"], id: string) => unknown) {
      const started = startOrg();
      const { client, org, clock, addFault } = started;
      const id = org.insert("Lead", lead({ ...UNNAMED, Company: standIns.Company }));
      await clock.advance(60_000);
      addFault({ match, fault: "slow", milliseconds: 1_000, times: 1 });
      const done = form(client, named);
      await clock.advance(500);
      act(org, id);
      await clock.advance(500);
      const person = await done;
      expect(started.lines.filter(({ level }) => level === "warning")).toEqual([]); // nothing is wrong
      return { ...started, id, person };
    }

    it("leaves what a human enters, and names the rest", async () => {
      const { records } = await meanwhile((org, id) => org.update(id, { LastName: "Murray Hopper" }));
      expect(records("Lead")).toMatchObject([{ LastName: "Murray Hopper", Company: named.Company }]);
    });

    it("names the Contact that it is converted into", async () => {
      const { records, person } = await meanwhile((org, id) => org.convertLead(id));
      expect(records("Contact")).toMatchObject([{ Id: person.record.id, LastName: "Hopper" }]);
      expect(records("Lead")).toMatchObject([UNNAMED]);
    });

    it("makes a new one of a Lead that is deleted", async () => {
      const { records, person } = await meanwhile((org, id) => org.remove(id));
      expect(records("Lead")).toMatchObject([{ ...named, Id: person.record.id }]);
    });
  });

  it("tries again later where the record is edited again and again", async () => {
    const { client, org, addFault } = startOrg();
    org.insert("Lead", lead(UNNAMED));
    addFault({ match: "PATCH /sobjects/Lead/{id}", fault: "reject-before", status: 412, times: 2 });
    expect(await rejection(form(client, named))).toMatchObject({
      name: "UnavailableError",
      reason: { code: "HTTP_412", operation: "PATCH /sobjects/Lead/{id}" },
    });
  });

  it("keeps in full in the Description what its field holds in part, and nothing that it does not replace", async () => {
    const { client, org, records } = startOrg();
    org.insert("Lead", lead({ ...UNNAMED, Company: "Navy" }));
    await form(client, { LastName: "H".repeat(100), Company: "N".repeat(300) });
    const Description = `Last Name: ${"H".repeat(100)}`;
    expect(records("Lead")).toMatchObject([{ LastName: "H".repeat(80), Company: "Navy", Description }]);
  });

  it("names a Lead that the org takes for a duplicate", async () => {
    const { client, org, records } = startOrg({ duplicateRule: "alert", duplicateRuleAtEdits: true });
    org.insert("Lead", lead(standIns));
    org.insert("Lead", lead(named));
    await form(client, named);
    expect(records("Lead")).toMatchObject([{ LastName: "Hopper" }, {}]);
  });

  it("keeps a name that the org refuses in the Description, once", async () => {
    const { client, forEvent, org, addFault, records } = startOrg();
    org.insert("Lead", lead({ ...UNNAMED, Description: "Met at the fair." }));
    const body = [{ errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "No.", fields: ["LastName"] }];
    addFault({ match: "PATCH /sobjects/Lead/{id}", fault: "reject-before", status: 400, body, times: 1 });
    await form(client, named);
    const kept = { LastName: standIns.LastName, Description: "Met at the fair.\n\nLast Name: Hopper" };
    expect(records("Lead")).toMatchObject([kept]);
    addFault({ match: "PATCH /sobjects/Lead/{id}", fault: "reject-before", status: 400, body, times: 1 });
    await form(forEvent(), named);
    expect(records("Lead")).toMatchObject([kept]);
  });

  describe("where the org refuses to change the record at all", () => {
    const rule = { errorCode: "FIELD_CUSTOM_VALIDATION_EXCEPTION", message: "Closed.", fields: [] };
    const refused = (code: string) => ({ ...rule, errorCode: code });
    const CHANGE = "PATCH /sobjects/Lead/{id}";
    const leftOut = (field: string, reason: string) => ({
      level: "warning",
      message: "field left out",
      system: "salesforce",
      operation: CHANGE,
      reason,
      field,
    });

    it.each([
      ["by a rule that names no field", 400, rule],
      ["by a rule that names another field", 400, { ...rule, fields: ["Status"] }],
      ["for a reason that names no field", 400, refused("FIELD_INTEGRITY_EXCEPTION")],
      ["because an approval locks it", 400, refused("ENTITY_IS_LOCKED")],
      ["to our user", 403, refused("INSUFFICIENT_ACCESS_OR_READONLY")],
      ["with a code that no table has", 400, refused("SOME_NEW_CODE")],
    ])("continues with it, and warns of each field: %s", async (_, status, item) => {
      const { client, org, addFault, records, lines } = startOrg();
      const id = org.insert("Lead", lead({ ...standIns, Description: "Met at the fair." }));
      addFault({ match: CHANGE, fault: "reject-before", status, body: [item], times: 0 });
      expect((await form(client, named)).record).toEqual({ type: "Lead", id });
      expect(records("Lead")).toMatchObject([{ ...standIns, Description: "Met at the fair." }]);
      const fields = ["LastName", "Company", "FirstName", "Description"];
      const warnings = lines.filter(({ message }) => message === "field left out");
      expect(warnings).toEqual(expect.arrayContaining(fields.map((field) => leftOut(field, item.errorCode))));
      expect(warnings).toHaveLength(fields.length);
    });

    it.each([named.LastName, "H".repeat(100)])(
      "keeps the names in the Description where only they are refused: %s",
      async (name) => {
        const { client, org, addFault, records } = startOrg();
        org.insert("Lead", lead(standIns));
        addFault({ match: CHANGE, fault: "reject-before", status: 400, body: [rule], times: 1 });
        await form(client, { ...named, LastName: name });
        const Description = `Last Name: ${name}\nCompany: Eckert-Mauchly\nFirst Name: Grace`;
        expect(records("Lead")).toMatchObject([{ ...standIns, Description }]);
      },
    );

    it("continues with a person account whose Account refuses its name", async () => {
      const { client, org, addFault, records } = startOrg({ personAccounts: true });
      org.insert("Account", { ...UNNAMED, PersonEmail: EMAIL });
      addFault({ match: "PATCH /sobjects/Account/{id}", fault: "reject-before", status: 400, body: [rule], times: 0 });
      expect((await form(client, named)).record.type).toBe("Contact");
      expect(records("Contact")).toMatchObject([UNNAMED]);
    });

    it.each([
      ["passes by itself", 400, "UNABLE_TO_LOCK_ROW"],
      ["is one of every call", 403, "REQUEST_LIMIT_EXCEEDED"],
      ["is one of every login", 403, "LOGIN_DURING_RESTRICTED_TIME"],
    ])("tries again later where the refusal %s", async (_, status, code) => {
      const { client, org, addFault } = startOrg();
      org.insert("Lead", lead(standIns));
      addFault({ match: CHANGE, fault: "reject-before", status, body: [refused(code)], times: 0 });
      expect(await rejection(form(client, named))).toMatchObject({ name: "UnavailableError", reason: { code } });
    });

    it.each(["UNKNOWN_EXCEPTION", "UNABLE_TO_LOCK_ROW"])(
      "uses the person before their name, which tries again later: %s",
      async (code) => {
        const { client, org, addFault, records, calls } = startOrg();
        const id = org.insert("Lead", lead(standIns));
        addFault({ match: CHANGE, fault: "reject-before", status: 400, body: [refused(code)], times: 0 });
        const use = (person: Person) => client.ensureCampaignMember(CAMPAIGN, person);
        const naming = client.ensurePerson(EMAIL, named, { standIns, use });
        expect(await rejection(naming)).toMatchObject({ name: "UnavailableError", reason: { code } });
        expect(records("CampaignMember")).toMatchObject([{ LeadId: id }]);
        expect(calls.at(-1)).toMatch(/^PATCH/);
      },
    );

    it("names the person whatever became of their use", async () => {
      const { client, org, records } = startOrg();
      org.insert("Lead", lead(standIns));
      const failed = new Error("no");
      const naming = client.ensurePerson(EMAIL, named, { standIns, use: () => Promise.reject(failed) });
      expect(await rejection(naming)).toBe(failed);
      expect(records("Lead")).toMatchObject([{ LastName: "Hopper" }]);
    });

    it("makes nobody anew who was deleted after their use", async () => {
      const { client, org, records } = startOrg();
      const deleted = org.insert("Lead", lead(standIns));
      const use = ({ record: { id } }: Person) => Promise.resolve(org.remove(id));
      expect((await client.ensurePerson(EMAIL, named, { standIns, use })).record.id).toBe(deleted);
      expect(records("Lead")).toEqual([]);
    });

    it.each([
      ["once", [], "PermanentError"],
      [
        "not for good where another field is refused, which a flow of the org may fill",
        ["Status"],
        "UnexpectedRefusalError",
      ],
    ])("insists on what the handler needs: %s", async (_, fields, name) => {
      const { client, org, addFault, calls } = startOrg();
      org.insert("Lead", lead(standIns));
      addFault({ match: CHANGE, fault: "reject-before", status: 400, body: [{ ...rule, fields }], times: 0 });
      const insisting = client.ensurePerson(EMAIL, named, { standIns, needed: ["LastName"] });
      expect(await rejection(insisting)).toMatchObject({ name, reason: { code: rule.errorCode } });
      expect(calls.filter((call) => call.startsWith("PATCH"))).toHaveLength(1);
    });
  });
});
