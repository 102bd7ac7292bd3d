import { afterAll, afterEach, beforeAll, describe, expect, it } from "@jest/globals";
import { leadStandIns } from "../../functions/configuration/lead.ts";
import type { FastLane } from "../local/runner/fast-lane.ts";
import { freshId } from "../local/runner/webhooks.ts";
import { expectWhole, formOf, refusal, startReports, submit } from "./reports.ts";

let lane: FastLane;
beforeAll(async () => {
  lane = await startReports();
});
afterEach(() => lane.reset());
afterAll(() => lane.close());

/** What is left of customer.io's person. */
const attributes = async () => (await lane.state()).customerio.people[0]?.["attributes"];

describe("1: what a form's visitor types, and the org's list does not have", () => {
  it.each([
    ["Country", "country", "USA", "FIELD_INTEGRITY_EXCEPTION"],
    ["Title", "title", "Boss", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"],
    ["Phone", "phone", "call me", "FIELD_CUSTOM_VALIDATION_EXCEPTION"],
    ["Country", "country", "Narnia", "A_CODE_THAT_NO_TABLE_HAS"],
  ])("is kept in the Description, and %s left out: %s %s, refused with %s", async (field, name, typed, code) => {
    await lane.fault(refusal("POST /sobjects/Lead", code, { fields: [field] }));
    const outcome = await submit(lane, { [name]: typed, message: "Hello" });
    expectWhole(outcome, { [field]: null, Description: `Hello\n\n${field}: ${typed}` });
    expect(outcome.people[0]).toMatchObject({ attributes: { [name]: typed } });
  });

  it("is so for two fields, one refused after the other", async () => {
    await lane.fault(
      refusal("POST /sobjects/Lead", "FIELD_INTEGRITY_EXCEPTION", { fields: ["Country"] }),
      refusal("POST /sobjects/Lead", "INVALID_FIELD_FOR_INSERT_UPDATE", { fields: ["Title"] }),
    );
    const outcome = await submit(lane, { country: "USA", title: "Admiral" });
    expectWhole(outcome, { Country: null, Title: null });
    expect(outcome.leads[0]?.["Description"]).toMatch(
      /^Country: USA\n+Title: Admiral$|^Title: Admiral\n+Country: USA$/,
    );
  });
});

describe("2: a page's address is a note beside the form", () => {
  it.each([
    ["empty", ""],
    ["with raw umlauts", "https://example.com/über-uns"],
    ["with a bar", "https://example.com/a|b"],
    ["with a template's braces", "https://example.com/?utm={{x}}"],
    ["with brackets", "https://example.com/?a[]=1"],
    ["too long", `https://example.com/?${"a".repeat(2000)}`],
    ["without a host", "/demo"],
    ["a number", 7],
    ["an object", { href: "https://example.com" }],
    ["a list", ["https://example.com", "https://example.org"]],
    ["no address at all", "javascript:alert(1)"],
    ["half an emoji", "https://example.com/\ud83d"],
  ])("%s", async (_what, pageUrl) => {
    expectWhole(await submit(lane, { pageUrl }));
  });
});

describe("3: what is optional", () => {
  const optional = ["title", "phone", "country", "message", "pageUrl", "firstName"];
  it.each([
    ["null", null],
    ["empty", ""],
    ["blank", " \t\u00a0\u200b"],
    ["an empty list", []],
    ["an empty object", {}],
    ["false", false],
  ])("is as if absent where it is %s", async (_what, value) => {
    const outcome = await submit(lane, Object.fromEntries(optional.map((name) => [name, value])));
    expectWhole(outcome, { FirstName: null });
  });

  it("is read as text where it is a number", async () => {
    expectWhole(await submit(lane, { phone: 4_930_123_456, title: 7 }), { Phone: "4930123456", Title: "7" });
  });
});

describe("4: names and companies that are not there", () => {
  it.each([
    ["no first name", { firstName: undefined }, { FirstName: null }],
    ["an empty first name", { firstName: "" }, { FirstName: null }],
    ["a last name of blanks", { lastName: "   " }, { LastName: leadStandIns.LastName }],
    ["a company of blanks", { company: " \n " }, { Company: leadStandIns.Company }],
    [
      "neither",
      { lastName: null, company: undefined },
      { LastName: leadStandIns.LastName, Company: leadStandIns.Company },
    ],
    ["a last name that can't be seen", { lastName: "\u200b\u2060" }, { LastName: leadStandIns.LastName }],
    ["names of another type", { lastName: {}, company: [] }, { LastName: leadStandIns.LastName }],
    ["nothing but an e-mail", { firstName: null, lastName: null, company: null }, { FirstName: null }],
  ])("%s", async (_what, data, lead) => {
    const outcome = await submit(lane, data);
    expectWhole(outcome, { LastName: expect.any(String), ...lead });
    expect(outcome.people[0]).toMatchObject({ email: "grace@example.com" });
  });
});

describe("5: what is longer than its field", () => {
  it.each([
    ["a first name of 46", "firstName", "FirstName", "Wolfeschlegelsteinhausenbergerdorffwelchevoralt", 40],
    ["a title of 129", "title", "Title", "T".repeat(129), 128],
    ["a phone of 52", "phone", "Phone", "+49 30 ".repeat(8).slice(0, 52), 40],
    ["a company of 300", "company", "Company", "C".repeat(300), 255],
    ["a last name of 81", "lastName", "LastName", "ü".repeat(81), 80],
    ["an emoji at the border", "firstName", "FirstName", `${"a".repeat(39)}🚢 Hopper`, 39],
    ["a family at the border", "firstName", "FirstName", `${"a".repeat(35)}👩‍👩‍👧‍👦 Hopper`, 35],
    ["accents of their own", "title", "Title", "x\u0301".repeat(100), 128],
  ])("%s is cut at a character's border, and whole in the Description", async (_what, name, field, value, length) => {
    const outcome = await submit(lane, { [name]: value });
    expectWhole(outcome, { LastName: expect.any(String) });
    const kept = String(outcome.leads[0]?.[field]);
    expect({ kept: value.startsWith(kept), isWellFormed: kept.isWellFormed() }).toEqual({
      kept: true,
      isWellFormed: true,
    });
    expect(kept.length).toBeLessThanOrEqual(length);
    expect(kept.length).toBeGreaterThan(length - 12);
    expect(outcome.leads[0]?.["Description"]).toContain(value);
  });

  it("a message of 40,000 is cut to what a Description holds", async () => {
    const outcome = await submit(lane, { message: "m".repeat(40_000), title: "T".repeat(200) });
    expectWhole(outcome);
    expect(String(outcome.leads[0]?.["Description"]).length).toBeLessThanOrEqual(32_000);
  });
});

describe("what forms hold besides, which is nothing to worry about", () => {
  it.each<[string, object, object]>([
    [
      "other scripts",
      { firstName: "太郎", lastName: "عبد الله", company: "株式会社" },
      { LastName: "عبد الله", Company: "株式会社" },
    ],
    ["no company, in words", { company: "N/A", title: "-" }, { Company: "[not provided]", Title: null }],
    ["emoji alone", { firstName: "🎉", lastName: "👩‍👩‍👧‍👦" }, { FirstName: "🎉", LastName: "👩‍👩‍👧‍👦" }],
    [
      "HTML, braces and quotes",
      { lastName: "O'Brien <b>", company: "{{x}} ' OR Name != '" },
      { LastName: "O'Brien <b>" },
    ],
    ["a formula", { lastName: "=cmd|' /C calc'!A0" }, { LastName: "=cmd|' /C calc'!A0" }],
    [
      "directions and hard spaces",
      { lastName: "Hop\u00a0per\u202e" },
      { LastName: expect.stringContaining("Hop\u00a0per") },
    ],
    ["several choices", { title: ["CTO", "CEO"], interests: ["a"] }, { Title: "CTO, CEO" }],
    ["a number beyond 2^53", { phone: 2 ** 60 }, { Phone: String(2 ** 60) }],
    ["ticks and nests", { consent: "on", utm: { source: { a: [null] } } }, {}],
    ["100 kB of message", { message: "ü".repeat(50_000) }, { Description: expect.stringMatching(/^ü{31000}/) }],
    ["a name of NUL", { lastName: "Hop\0per" }, { LastName: "Hopper" }],
  ])("%s", async (_what, data, lead) => {
    expectWhole(await submit(lane, data), { LastName: expect.any(String), ...lead });
  });
});

describe("6: what a later form leaves empty", () => {
  it.each([
    ["empty", ""],
    ["null", null],
    ["blank", "  "],
    ["absent", undefined],
  ])("is kept in both systems where it is %s", async (_what, value) => {
    await submit(lane, { phone: "+1 212 555 0100", country: "Ireland" });
    const { leads } = await submit(lane, { phone: value, country: value });
    expect(leads).toMatchObject([{ Phone: "+1 212 555 0100", Country: "Ireland" }]);
    expect(await attributes()).toMatchObject({ phone: "+1 212 555 0100", country: "Ireland" });
  });
});

describe("7: one person's e-mail, however it is written", () => {
  it.each([
    ["a zero-width space", "gr\u200bace@example.com", "grace@example.com"],
    ["a byte-order mark", "\ufeffgrace@example.com", "grace@example.com"],
    ["a soft hyphen and capitals", " GRACE@exam\u00adple.com ", "grace@example.com"],
    ["a mark of direction", "grace@example.com\u202c", "grace@example.com"],
    ["an umlaut in its domain", "info@münchen.example", "info@xn--mnchen-3ya.example"],
    ["the same, decomposed", "info@mu\u0308nchen.example", "info@xn--mnchen-3ya.example"],
    ["the same, in ASCII", "info@XN--MNCHEN-3YA.example", "info@xn--mnchen-3ya.example"],
  ])("%s", async (_what, written, email) => {
    await submit(lane, { email });
    const { leads, people, deadLetters } = await submit(lane, { email: written });
    expect({ leads, people, deadLetters }).toMatchObject({
      leads: [{ Email: email }],
      people: [{ email }],
      deadLetters: [],
    });
    expect([leads.length, people.length]).toEqual([1, 1]);
  });
});

describe("8: an event's time", () => {
  const DAY = 86_400_000;
  it.each([
    ["a year ahead", 365 * DAY],
    ["a day ahead", DAY],
    ["an hour ahead", 3_600_000],
  ])("is refused where it is %s of the signature's", async (_what, ahead) => {
    const timestamp = new Date(Date.now() + ahead).toISOString();
    const { body } = await lane.send("app", formOf({}, { timestamp }), freshId());
    expect(body).toMatchObject({ outcome: "quarantined", reason: expect.stringMatching(/time/) });
    const { customerio, pubsub } = await lane.state();
    expect({ people: customerio.people, kept: pubsub.rejected.length }).toEqual({ people: [], kept: 1 });
  });

  it.each([
    ["a second ahead", 1000],
    ["a week ago", -7 * DAY],
  ])("is taken where it is %s: clocks differ, and queues wait", async (_what, ahead) => {
    expectWhole(await submit(lane, {}, { timestamp: new Date(Date.now() + ahead).toISOString() }));
  });
});
