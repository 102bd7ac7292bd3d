import { describe, expect, it } from "@jest/globals";
import { readFilter } from "../../../local/pubsub/state/filter.ts";

const COM = { domain: "com", "iana.org/language_tag": "en" };

describe("a subscription's filter", () => {
  it.each([
    ["", true],
    ["attributes:domain", true],
    ["attributes:other", false],
    ['attributes.domain = "com"', true],
    ['attributes.domain="org"', false],
    ['attributes.domain != "org"', true],
    ['attributes.other != "com"', true],
    ['hasPrefix(attributes.domain, "co")', true],
    ['hasPrefix(attributes.domain, "x")', false],
    ['hasPrefix(attributes.other, "")', false],
    ['attributes."iana.org/language_tag" = "en"', true],
    ["NOT attributes:domain", false],
    ["-attributes:other", true],
    ['attributes:domain AND NOT attributes.domain = "org"', true],
    ['attributes:domain AND attributes.domain = "org"', false],
    ['attributes:other OR attributes.domain = "com"', true],
    ['(attributes:other OR attributes:domain) AND attributes.domain = "com"', true],
    [String.raw`attributes.domain = "c\"om"`, false],
  ])("%s", (filter, expected) => {
    expect(readFilter(filter)(COM)).toBe(expected);
  });

  it.each([
    "attributes",
    "attributes.domain",
    "attributes.domain = com",
    'attributes.domain > "com"',
    "attributes:a AND attributes:b OR attributes:c",
    "(attributes:a",
    "attributes:a attributes:b",
    "attributes:a and attributes:b",
    'data = "a"',
    'attributes.a = "',
    `attributes.a = "${"x".repeat(256)}"`,
  ])("refuses %s", (filter) => {
    expect(() => readFilter(filter)).toThrow(expect.objectContaining({ status: "INVALID_ARGUMENT" }));
  });
});
