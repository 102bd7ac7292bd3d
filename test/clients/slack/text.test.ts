import { describe, expect, it } from "@jest/globals";
import { toText } from "../../../functions/clients/slack/text.ts";

const link = { text: "Lead", url: "https://acme.my.salesforce.com/x" };

describe("toText", () => {
  it.each([
    ["lines", ["one", "two"], "one\ntwo"],
    ["nothing of what is undefined", ["one", undefined, "two"], "one\ntwo"],
    ["mentions as text", ["<!channel> <@U123>"], "&lt;!channel&gt; &lt;@U123&gt;"],
    ["links as text", ["<https://evil.test|click>"], "&lt;https://evil.test|click&gt;"],
    ["escapes as text", ["&lt;"], "&amp;lt;"],
    ["our own links", [link], "<https://acme.my.salesforce.com/x|Lead>"],
    ["a link's text as text", [{ ...link, text: "a > b" }], "<https://acme.my.salesforce.com/x|a &gt; b>"],
    ["a line break in a link", [{ ...link, text: "A\nB" }], "<https://acme.my.salesforce.com/x|A B>"],
    ["a link to an address", [{ text: "Ada", url: "mailto:ada@example.com" }], "<mailto:ada@example.com|Ada>"],
    ["a link to a page without TLS", [{ ...link, url: "http://a.test/" }], "<http://a.test/|Lead>"],
    ["what is no address as text", [{ text: "Page", url: "/demo" }], "Page: /demo"],
    ["what is no web address as text", [{ text: "Page", url: "javascript:alert(1)" }], "Page: javascript:alert(1)"],
    ["a bar in an address", [{ ...link, url: "https://a.test/?q=1|<2>|" }], "<https://a.test/?q=1%7C%3C2%3E%7C|Lead>"],
  ])("shows %s", (_, lines, text) => {
    expect(toText({ lines })).toBe(text);
  });

  it.each([
    ["plain", "x".repeat(10_000)],
    ["of escapes", "&".repeat(10_000)],
    ["of surrogate pairs", "😀".repeat(10_000)],
  ])("cuts the longest line, %s, and nothing else", (_, long) => {
    const text = toText({ lines: [link, "Ada", long] });
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(text.length).toBeGreaterThan(3990);
    expect(text).toMatch(/^<https:\/\/acme\.my\.salesforce\.com\/x\|Lead>\nAda\n(x+|(&amp;)+|(?:😀)+)…$/u);
  });

  it("cuts the line that is the longest as Slack counts, in which `&` is five characters", () => {
    const text = toText({ lines: ["x".repeat(3000), "&".repeat(900)] });
    expect(text.length).toBeLessThanOrEqual(4000);
    expect(text).toContain(`${"x".repeat(3000)}\n&amp;`);
  });

  it("cuts nothing that fits", () => {
    const text = "x".repeat(4000);
    expect(toText({ lines: [text] })).toBe(text);
  });
});
