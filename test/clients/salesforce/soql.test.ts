import { describe, expect, it } from "@jest/globals";
import { soql } from "../../../functions/clients/salesforce/api/soql.ts";

describe("soql", () => {
  it.each([
    ["o'brien+x@example.com", String.raw`'o\'brien+x@example.com'`],
    [String.raw`a\' OR Name != '`, String.raw`'a\\\' OR Name != \''`],
    ['"\n\r\t\b\f', String.raw`'\"\n\r\t\b\f'`],
    ["\ud800", "'\ufffd'"],
  ])("quotes %j", (value, literal) => {
    expect(soql`SELECT Id FROM Lead WHERE Email = ${value} LIMIT 1`).toBe(
      `SELECT Id FROM Lead WHERE Email = ${literal} LIMIT 1`,
    );
  });

  it("quotes each value of a list", () => {
    expect(soql`LeadId IN ${["a", "b'"]}`).toBe(String.raw`LeadId IN ('a','b\'')`);
  });
});
