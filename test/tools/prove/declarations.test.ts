import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { Ajv2020, type SchemaObject } from "ajv/dist/2020.js";
import { dist, root } from "../../../bundler/paths.ts";
import { findCandidates } from "../../../tools/prove/find.ts";
import { judge, unusedDeclarations } from "../../../tools/prove/cases/judge.ts";
import { findingsOf, standIns } from "./candidates.ts";
import type { Call } from "../../../tools/prove/simulation/call.ts";
import { systemArrivalRules } from "../../../tools/prove/cases/system-arrival-rules.ts";
import { openSimulation } from "../../../tools/prove/simulation/simulation.ts";
import { leadBesideContact } from "./wrong-handlers/lead-beside-contact.ts";
import { correctedBack } from "./wrong-handlers/corrected-back.ts";
import { leftOutErases } from "./wrong-handlers/left-out-erases.ts";
import { namesCrossed } from "./wrong-handlers/names-crossed.ts";
import { checkDeclarations } from "../../../tools/prove/declared/declarations.ts";

const file = "proof/a.declared.json";
const divergence = { fault: "200-dropped", operation: "POST /b", reason: "the system says 200 and does nothing" };
const arrival = { other: "form.submitted", records: "salesforce Lead", fields: ["Status"], reason: "the first one's" };
const declared = { diverges: [divergence], arrivalDecides: [arrival] };

describe("checkDeclarations", () => {
  it("compiles a valid schema", async () => {
    const schema: SchemaObject = JSON.parse(await readFile(join(root, "proof/declared.schema.json"), "utf8"));
    expect(new Ajv2020().validateSchema(schema)).toBe(true);
  });

  it("takes what is declared rightly", () => {
    expect(checkDeclarations(file, { $schema: "./declared.schema.json", ...declared })).toMatchObject(declared);
  });

  it.each([
    ["no object", [], "all of it must be object."],
    ["a misspelt list", { diverge: [] }, "diverge is nothing that is known here."],
    ["no reason", { diverges: [{ ...divergence, reason: undefined }] }, "diverges/0/reason is missing."],
    ["an empty reason", { diverges: [{ ...divergence, reason: "" }] }, "diverges/0/reason must NOT have fewer"],
    ["a reason to be written", { diverges: [{ ...divergence, reason: "TODO: why" }] }, "diverges/0/reason is still to"],
    ["another member", { diverges: [{ ...divergence, call: "POST /b" }] }, "diverges/0/call is nothing that is known"],
    ["no field", { arrivalDecides: [{ ...arrival, fields: [] }] }, "arrivalDecides/0/fields must NOT have fewer"],
    ["no system", { arrivalDecides: [{ ...arrival, records: "Lead" }] }, "arrivalDecides/0/records must match"],
  ])("says where there is %s", (_what, data, sentence) => {
    expect(() => checkDeclarations(file, JSON.parse(JSON.stringify(data)))).toThrow(`${file}: ${sentence}`);
  });

  it("says everything at once", () => {
    const wrong = () => checkDeclarations(file, { diverges: [{ fault: 1, operation: "POST /b" }], more: true });
    expect(wrong).toThrow(/more is nothing[^]*reason is missing[^]*diverges\/0\/fault must be string/);
  });
});

describe("judge", () => {
  const findings = [{ property: "faults", rule: "ends in another state", isDivergence: true }] as const;
  const dropped = { fault: "200-dropped", operation: "POST /b" };
  const shown = { declarable: [dropped], findings, arrivalRules: [] };
  const other = { fault: "429", operation: "POST /b" };

  it.each([
    ["nothing wrong", { ...shown, findings: [] }, "ok"],
    ["what is declared", shown, "declared"],
    ["what holds it among others", { ...shown, declarable: [other, dropped] }, "declared"],
    ["another fault", { ...shown, declarable: [other] }, "failed"],
    ["another operation", { ...shown, declarable: [{ ...dropped, operation: "PUT /b" }] }, "failed"],
    ["more than another end", { ...shown, findings: [{ ...findings[0], isDivergence: false }] }, "failed"],
  ])("judges %s", (_what, one, verdict) => {
    expect(judge({ diverges: [divergence] }, one)).toMatchObject({ verdict });
  });

  it.each([
    [["acme Account", "acme Lead"], "declared"],
    [["acme Account"], "failed"],
  ])("lets of %s alone something else become", (records, verdict) => {
    const ends = { expected: [new Map([["acme Lead", ["{}"]]])], actual: new Map([["acme Lead", []]]) };
    expect(judge({ diverges: [{ ...divergence, records }] }, { ...shown, ...ends })).toMatchObject({ verdict });
  });

  it.each([
    ["everywhere", { fault: "200-dropped" }, "declared"],
    ["at the operation", dropped, "declared"],
    ["at another", { ...dropped, operation: "PUT /b" }, "failed"],
    ["for several faults at once", { fault: "any refusal", faults: ["429", "200-dropped"] }, "declared"],
    ["for several others", { fault: "200-dropped", faults: ["429", "500"] }, "failed"],
    ["under another fault", other, "failed"],
  ])("asks for no declaration of what a system makes impossible %s", (_what, entry, verdict) => {
    const impossible = [{ ...entry, reason: "it has no means" }];
    expect(judge({}, shown, impossible)).toEqual({ verdict, needed: [] });
    expect(judge({ diverges: [{ ...dropped, reason: "said twice" }] }, shown, impossible).needed).toHaveLength(
      verdict === "failed" ? 1 : 0,
    );
  });

  it.each([
    ["that it names", { field: "b" }, "declared"],
    ["of any name", {}, "declared"],
    ["with the value that it names", { field: "b", is: 2 }, "declared"],
    ["with another value", { field: "b", is: 1 }, "failed"],
    ["of other names", { field: "a" }, "failed"],
  ])("takes of a record that a system makes impossible a field %s", (_what, only, verdict) => {
    const end = (fields: object) => new Map([["acme Lead", [JSON.stringify({ a: 1, ...fields })]]]);
    const impossible = [{ ...dropped, only: [{ records: "acme Lead", ...only }], reason: "it has no means" }];
    const ends = { expected: [end({ b: 1 })], actual: end({ b: 2 }) };
    expect(judge({}, { ...shown, ...ends }, impossible)).toMatchObject({ verdict });
    const gone = { ...ends, actual: new Map([["acme Lead", []]]) };
    expect(judge({}, { ...shown, ...gone }, impossible)).toMatchObject({ verdict: "failed" });
  });

  it("needs what covers a case, and does not guess between two that do", () => {
    const late = { ...other, fault: "late-apply" };
    const both = { diverges: [divergence, { ...late, reason: "too many" }] };
    const unused = (...cases: readonly (typeof shown)[]) =>
      unusedDeclarations(both, new Set(cases.flatMap((one) => judge(both, one).needed))).map(({ rule }) => rule);
    const compound = { ...shown, declarable: [dropped, late] };
    expect(unused(compound)).toHaveLength(2);
    expect(unused(compound, shown)).toEqual([
      "declares that POST /b diverges under late-apply, and no case needs that",
    ]);
  });

  it("lets an entry be whose fault is like others, and may not have been drawn, beside one that is needed", () => {
    const both = { diverges: [divergence, { ...other, reason: "the same" }] };
    expect(unusedDeclarations(both, new Set(judge(both, shown).needed))).toEqual([]);
    expect(unusedDeclarations(both, new Set())).toHaveLength(2);
  });
});

describe("an entry for which arrival decides", () => {
  const entry = { other: "a.type", records: "salesforce Lead", fields: ["Company"], reason: "it may" };
  const rulesOf = (...arrivalDecides: (typeof entry)[]) =>
    unusedDeclarations({ arrivalDecides }, new Set()).map(({ rule }) => rule);

  it("may be covered by another, which a failure says where there is one", () => {
    expect(rulesOf(entry)).toEqual([expect.stringMatching(/no case needs that$/)]);
    expect(rulesOf(entry, { ...entry, records: "salesforce Task" })[1]).toMatch(
      /no case needs that: another entry may cover it$/,
    );
  });
});

describe("what a record keeps of the first event to arrive", () => {
  const simulation = openSimulation(standIns, 1);
  const leadFields = (method: string, path: string, body: object, before?: Call["before"]) => {
    const url = new URL(`https://salesforce.test/services/data/v64.0/sobjects/Lead${path}`);
    const call = { system: "salesforce", method, url, requestBody: JSON.stringify(body), before };
    return systemArrivalRules(simulation, [call]).find(({ records }) => records === "salesforce Lead")?.fields;
  };

  it("is what was said when it was made", () => {
    expect(leadFields("POST", "", { Company: "Acme" })).toEqual(expect.arrayContaining(["FirstName", "Company"]));
  });

  it("is no field that was written later, nor any of a record that was written by its key", () => {
    expect(leadFields("PATCH", "/00Q1", { Company: "Acme" })).not.toContain("Company");
    expect(leadFields("PATCH", "/00Q1", { Company: "Acme" })).toContain("FirstName");
    expect(leadFields("PATCH", "/Person_Key__c/1", { Company: "Acme" })).toEqual([]);
  });

  it.each([
    ["a stand-in", { LastName: "[not provided]", Company: "Acme" }, ["FirstName", "LastName"], ["Company"]],
    ["nothing", { LastName: "Lovelace" }, [], ["FirstName", "LastName", "Company"]],
  ])("is what is written over %s", (_, held, kept, judged) => {
    const body = { FirstName: "Ada", LastName: "Lovelace", Company: "Acme" };
    const fields = leadFields("PATCH", "/00Q1", body, { Lead: [held] });
    expect(fields).toEqual(expect.arrayContaining(kept));
    for (const field of judged) expect(fields).not.toContain(field);
  });

  it.each(["Status", "HasOptedOutOfEmail", "Email_Consent_At__c", "OwnerId", "Person_Key__c"])("is not %s", (field) => {
    expect(leadFields("POST", "", {})).not.toContain(field);
  });
});

describe("what a handler overwrites, restores and doubles", () => {
  const overwrites = [
    { records: "salesforce Lead", fields: ["Title"], reason: "the form's title counts, if only none" },
  ];
  const doubles = [{ records: "salesforce Lead", reason: "sales wants a Lead for each form" }];

  const restores = [{ records: "salesforce Task", fields: ["Subject"], reason: "the form's company counts" }];
  const means = [{ records: "salesforce Lead", fields: ["FirstName"], reason: "it is how they are called there" }];
  const phone = { records: "salesforce Lead", fields: ["Phone"], reason: "so does its phone" };

  it.each([
    ["preservation", "a Lead", leftOutErases, { overwrites, restores: [phone] }],
    ["preservation", "nobody", correctedBack, { restores }],
    ["effects", "nobody", namesCrossed, { means }],
    ["identity", "a Contact", leadBesideContact, { doubles }],
  ] as const)("is excused where it is declared: %s of %s", async (property, state, handler, excuse) => {
    const asked = { states: [state], properties: [property] };
    const failed = await findingsOf([handler], asked);
    expect(failed.findings).not.toEqual([]);
    const excused = await findingsOf([{ ...handler, ...excuse }], asked);
    expect(excused.findings.filter((finding) => finding.property === property)).toEqual([]);
    expect(excused.proof.handlers[0]?.results.map(({ verdict }) => verdict)).toContain("declared");
  });

  it("is refused where no case needs it", () => {
    const rules = unusedDeclarations({ overwrites, restores, means, doubles }, new Set()).map(({ rule }) => rule);
    expect(rules).toEqual([
      "declares that Title of salesforce Lead is overwritten, and no case needs that",
      "declares that Subject of salesforce Task is written again, and no case needs that",
      "declares that FirstName of salesforce Lead is written as it is meant, and no case needs that",
      "declares that salesforce Lead may be there twice, and no case needs that",
    ]);
  });
});

describe("what is declared", () => {
  it("is in no bundle", async () => {
    const candidates = await findCandidates();
    const reasons = candidates.flatMap(
      ({
        handler: {
          declared: { diverges = [], arrivalDecides = [] },
        },
      }) => [...diverges, ...arrivalDecides].map(({ reason }) => reason),
    );
    expect(reasons).not.toEqual([]);
    const folders = (await readdir(join(dist, "functions"))).filter((name) => !/\.(?:zip|map)$/.test(name));
    for (const folder of folders) {
      const bundle = await readFile(join(dist, "functions", folder, "index.cjs"), "utf8");
      expect(reasons.filter((reason) => bundle.includes(reason))).toEqual([]);
    }
  });
});
