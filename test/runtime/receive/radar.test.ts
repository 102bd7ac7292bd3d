import { describe, expect, it } from "@jest/globals";
import { createRadar, isOpen } from "../../../functions/runtime/receive/radar.ts";
import type { Shape } from "../../../functions/runtime/reading/shape.ts";
import { captureLog } from "../../harness/captured-log.ts";

const shape: Shape = {
  type: "object",
  properties: {
    type: { type: "string" },
    count: { type: "integer" },
    open: { type: "object" },
    anything: {},
    meta: { type: "object" },
    user: { type: "object", properties: { a: { type: "string" } } },
    mixed: { type: "string" },
    untyped: { properties: { a: { type: "string" } } },
    list: { items: { type: "string" } },
    data: {
      type: "object",
      properties: { email: { type: "string" }, tags: { type: "array", items: { type: "string" } } },
    },
  },
};

const envelope: Shape = {
  type: "object",
  properties: {
    id: { type: "string" },
    type: { type: "string" },
    open: { type: "object" },
    meta: { type: "object", properties: { a: { type: "string" } } },
    user: { type: "object" },
    mixed: { type: "object", properties: { a: { type: "string" } } },
    data: { type: "object", properties: { at: { type: "string" } } },
  },
};

function seen(...payloads: readonly unknown[]): unknown[] {
  const { log, lines } = captureLog();
  const radar = createRadar();
  for (const payload of payloads) radar.note("form.submitted", [shape, envelope], payload, log);
  return lines().map(({ field, reason }) => `${String(field)}: ${String(reason).replace("form.submitted ", "")}`);
}

const nulls = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`n${at}`, null]));

it.each<[Shape, boolean]>([
  [{}, false],
  [{ properties: { a: { type: "string" } } }, false],
  [{ properties: { a: { type: "object", properties: { b: {} } } } }, false],
  [{ properties: { a: { type: "string" }, b: { type: "object" } } }, true],
])("isOpen of %j is %s", (one, is) => expect(isOpen(one)).toBe(is));

describe("createRadar", () => {
  it.each([
    [
      "nothing of what the schema knows",
      { type: "a", count: 1.5, id: "x", data: { at: "y", email: "b", tags: ["c"] } },
      [],
    ],
    ["nothing of what the schema leaves open", { open: { a: { b: 1 } }, anything: { c: 2 } }, []],
    ["what neither schema knows", { meta: { a: "x", b: 1 }, user: { b: 1 } }, ["/meta/b: number", "/user/b: number"]],
    ["nothing of a type that either knows", { mixed: "x", user: { a: "x" } }, []],
    ["nothing of any type where any may be", { anything: "text" }, []],
    [
      "what is new where no type is named",
      { untyped: { a: "", b: 1 }, list: ["x", 1] },
      ["/untyped/b: number", "/list[]: number"],
    ],
    ["a number for text, and text for a number", { type: 7, count: "1" }, ["/type: number", "/count: string"]],
    [
      "a list's first three items",
      { new: [{ a: 1 }, { b: 1 }, { c: 1 }, { d: 1 }] },
      ["/new: array", "/new[]: object", "/new[]/a: number", "/new[]/b: number", "/new[]/c: number"],
    ],
    ["the 2,000th member", { ...nulls(1999), phone: "1" }, ["/phone: string"]],
    ["none after that", { ...nulls(2000), phone: "1" }, []],
    ["nothing of nothing", { new: null, other: "", data: { old: null } }, []],
    ["a new member", { data: { phone: "1" } }, ["/data/phone: string"]],
    ["another type", { data: { email: { address: "a" } } }, ["/data/email: object"]],
    [
      "what is within",
      { utm: { source: "x", ids: [1, 2] } },
      ["/utm: object", "/utm/source: string", "/utm/ids: array", "/utm/ids[]: number"],
    ],
    ["a list's items", { data: { tags: [{ name: "x" }] } }, ["/data/tags[]: object"]],
    ["no root of another kind", ["a"], ["[]: string"]],
  ])("tells %s", (_what, payload, told) => expect(seen(payload)).toEqual(told));

  it("tells each path and type once, and never a value", () => {
    const told = seen({ data: { phone: "+1 555" } }, { data: { phone: "+1 556" } }, { data: { phone: 7 } });
    expect(told).toEqual(["/data/phone: string", "/data/phone: number"]);
  });

  it.each(["jane@example.com", "Jane Doe", "00QHs00000000001", "2026-11-27", "é", "__proto__x/y", "a".repeat(60)])(
    "has * for the name %j",
    (name) => expect(seen({ data: { [name]: 1 } })).toEqual(["/data/*: number"]),
  );

  it("remembers and tells no more than so much, whatever a sender thinks of", () => {
    const letters = "abcdefghijklmnopqrstuvwxyz".split("");
    const names = letters.flatMap((one) => letters.map((other) => one + other));
    const wide = Object.fromEntries(names.map((name) => [name, { [name]: { [name]: 1 } }]));
    expect(seen(wide, wide)).toHaveLength(500);
    let deep: unknown = 1;
    for (let depth = 0; depth < 10_000; depth += 1) deep = { a: deep };
    expect(seen(deep)).toHaveLength(6);
  });

  it("costs little where nothing is new", () => {
    const { log, lines } = captureLog();
    const radar = createRadar();
    const payload = {
      type: "a",
      count: 1,
      data: { email: "b", tags: ["c"] },
      more: Array.from({ length: 50 }, () => ({ x: 1, y: "2" })),
    };
    radar.note("form.submitted", [shape, envelope], payload, log);
    const before = lines().length;
    const startedAt = process.cpuUsage().user;
    for (let count = 0; count < 10_000; count += 1) radar.note("form.submitted", [shape, envelope], payload, log);
    const microseconds = (process.cpuUsage().user - startedAt) / 10_000;
    expect(lines()).toHaveLength(before);
    // About five here; a webhook costs a millisecond.
    expect(microseconds).toBeLessThan(100);
  });
});
