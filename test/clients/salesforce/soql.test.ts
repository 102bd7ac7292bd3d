import { describe, expect, it } from "@jest/globals";
import { inLists, soql } from "../../../functions/clients/salesforce/api/soql.ts";

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

describe("inLists", () => {
  it.each([
    [6991, 1],
    [6992, 2],
  ])("fills a list to the last byte: two of %i letters take %i", (letters, count) => {
    expect(inLists(["a", "b"].map((letter) => letter.repeat(letters)))).toHaveLength(count);
  });

  it.each(["a", "ü", "'", "漢"])(
    "makes lists of many of %s that an address holds, and hardly more than it takes",
    (character) => {
      const values = Array.from({ length: 500 }, (_, index) => `${index}${character.repeat(60)}`);
      const lists = inLists(values);
      // As an address spells it.
      const sizes = lists.map(
        (list) => new URL(`https://a.test/?q=${encodeURIComponent(soql`${list}`)}`).search.length,
      );
      expect(lists.flat()).toEqual(values);
      expect(Math.max(...sizes)).toBeLessThan(14_100);
      expect(Math.min(...sizes.slice(0, -1))).toBeGreaterThan(12_000);
    },
  );
});
