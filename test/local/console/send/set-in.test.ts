import { execFileSync } from "node:child_process";
import { describe, expect, it } from "@jest/globals";
import { curlOf } from "../../../../local/console/send/sender.ts";
import { setIn } from "../../../../local/console/send/set-in.ts";

const set = (changes: Record<string, unknown>, text = '{"data":{"email":"a","list":[{"id":1}]}}') =>
  setIn(Buffer.from(text), changes).toString();

describe("setIn", () => {
  it("sets values by their paths, new ones too", () => {
    expect(set({ "data.email": "grace@example.com", "data.list.0.id": 2, "data.added": null })).toBe(
      '{"data":{"email":"grace@example.com","list":[{"id":2}],"added":null}}',
    );
  });

  it("takes the place after a list's last item, and no other that it has not", () => {
    const body = Buffer.from('{"items": ["a"]}');
    expect(setIn(body, { "items.1": "b" }).toString()).toBe('{"items":["a","b"]}');
    for (const path of ["items.2", "items.id", "items.-1"])
      expect(() => setIn(body, { [path]: 1 })).toThrow(
        `set: "${path}" is in a list of 1: its items are "items.0 to items.1"`,
      );
  });

  it("leaves a body as it is, to the byte, where nothing is set", () => {
    expect(set({}, "<xml/>")).toBe("<xml/>");
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ "data.nothing.id": 1 }, "{}", 'set: the body has no "data.nothing.id"'],
    [{ __proto__x: 1, "__proto__.polluted": 1 }, "{}", 'the body has no "__proto__.polluted"'],
    [{ a: 1 }, "a=1", "set: the body is a form, of which no field can be set: change it in a file, and send that"],
    [{ a: 1 }, "<a b=1/>", "set: the body is no JSON"],
    [{ a: 1 }, '{"a": 1', "set: the body is no JSON (line 1 column 8), so"],
    [{ a: 1 }, '{"a":', "set: the body is no JSON (at its end), so"],
    [{ a: 1 }, '{\n "a": 1\n "b": 2 }', "set: the body is no JSON (line 3 column 2), so"],
  ])("refuses %j in %s", (changes, text, sentence) => {
    expect(() => set(changes, text)).toThrow(sentence);
  });
});

describe("curlOf", () => {
  it.each([
    ["é in Latin-1", [0xe9]],
    ["NUL", [0]],
    ["a file's name", [...Buffer.from("@/etc/passwd")]],
  ])("posts the bytes of %s", (_what, bytes) => {
    const curl = curlOf({ url: "http://localhost/webhooks/app", headers: {}, body: Buffer.from(bytes) });
    const posted = execFileSync("sh", ["-c", curl.replace(/ \| curl [^]*/, "")]);
    expect([[...posted], curl]).toEqual([bytes, expect.stringContaining("--data-binary @-")]);
  });

  it("quotes for a shell whatever stands in it", () => {
    const curl = curlOf({
      url: "http://localhost/webhooks/app",
      headers: { a: "b" },
      body: Buffer.from("it's $(rm) `x`"),
    });
    expect(curl).toBe(
      String.raw`curl -i \
  -H 'a: b' \
  --data-binary 'it'\''s $(rm) ` +
        "`x`" +
        String.raw`' \
  'http://localhost/webhooks/app'`,
    );
  });
});
