import { describe, expect, it } from "@jest/globals";
import { visible } from "../../../local/console/page/parts/visible.ts";

describe("visible", () => {
  it.each([
    ["Ada\u200bLovelace", "Ada[U+200B]Lovelace"],
    ["\ufeffAda\u00ad", "[U+FEFF]Ada[U+00AD]"],
    ["gnp.\u202eexe", "gnp.[U+202E]exe"],
    ["a\u{e0041}", "a[U+E0041]"],
    ["a\u0000\u001bb\u2028", "a[U+0000][U+001B]b[U+2028]"],
    ["\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 👩‍👧", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 👩‍👧"],
    ["one\n\ttwo\r\n", "one\n\ttwo\r\n"],
  ])("shows %j as %j", (text, shown) => {
    expect(visible(text)).toBe(shown);
  });
});
