import { describe, expect, it } from "@jest/globals";
import {
  aList,
  among,
  anyOf,
  aNumber,
  aText,
  differences,
  inAnyOrder,
  nothing,
  type Pattern,
} from "../../../tools/fidelity/match.ts";

describe("differences", () => {
  it.each<[string, Pattern, unknown]>([
    ["a value", 3, 3],
    ["a text that matches", /^00Q/, "00Q1"],
    ["kinds", [aText, aNumber, aList, null], ["x", 0, [], null]],
    ["an object with more members", { id: aText }, { id: "1", success: true }],
    ["a member that is not there", { id: nothing }, { success: false }],
    ["a list in any order", inAnyOrder({ a: 1 }, { a: 2 }), [{ a: 2 }, { a: 1 }]],
    ["a list with others in it", among({ a: 1 }), [{ a: 3 }, { a: 1 }]],
    ["one of several", anyOf("a", null), null],
  ])("finds none in %s", (_what, pattern, value) => {
    expect(differences(pattern, value)).toEqual([]);
  });

  it.each<[string, Pattern, unknown, string[]]>([
    ["another value", "a", "b", ['the body: "a" expected, "b" came']],
    ["a number as text", 3, "3", ['the body: 3 expected, "3" came']],
    ["nothing", { a: { b: true } }, {}, ["a: { b: true } expected, nothing came"]],
    ["a member of a member", { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, ["a[0].b: 1 expected, 2 came"]],
    ["a list of another length", [1], [1, 2], ["the body: [1] expected, [1,2] came"]],
    ["each member that differs", { a: 1, b: 2 }, { a: 0, b: 0 }, ["a: 1 expected, 0 came", "b: 2 expected, 0 came"]],
    ["a member that should not be there", { id: nothing }, { id: null }, ["id: nothing expected, null came"]],
    ["one twice of which two are", inAnyOrder(1, 1), [1, 2], ["the body: [1, 1] in any order expected, [1,2] came"]],
    ["none of several", anyOf(/a/, "b"), "c", ['the body: /a/ or "b" expected, "c" came']],
    ["no such entry", among({ a: 1 }), [{ a: 2 }], ['the body: a list with [{ a: 1 }] in it expected, [{"a":2}] came']],
    ["a long answer, cut", 1, "x".repeat(300), [`the body: 1 expected, "${"x".repeat(199)}… came`]],
  ])("tells of %s", (_what, pattern, value, sentences) => {
    expect(differences(pattern, value)).toEqual(sentences);
  });
});
