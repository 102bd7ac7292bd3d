import { describe, expect, it, jest } from "@jest/globals";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../../bundler/paths.ts";
import { createBodies } from "../../../local/console/journal/bodies.ts";
import { createChanges, createScope, shownChange } from "../../../local/console/journal/changes.ts";
import { createJournal } from "../../../local/console/journal/journal.ts";
import { mentions } from "../../../local/console/journal/mentions.ts";
import { createRates } from "../../../local/console/journal/rates.ts";
import { createRows } from "../../../local/console/journal/rows.ts";
import { Stream } from "../../../local/console/journal/stream.ts";

const ROW = {
  at: "2026-11-27T00:00:00.000Z",
  source: "app",
  kind: "form.submitted",
  verdict: "published",
  type: "form.submitted",
  person: "ada@example.com",
  eventId: "msg_1",
  outcome: "handled",
  attempts: 1,
  latencyMs: 7,
} as const;

describe("createJournal", () => {
  it("counts the messages that a handler has done, not its attempts", () => {
    const journal = createJournal(() => undefined);
    const record = {
      subscription: "projects/ycat-local/subscriptions/form-submitted",
      messageId: "1",
      attributes: {},
      publishTime: ROW.at,
      startedAt: ROW.at,
      latencyMs: 1,
    };
    const ids = { messageId: "1", message_id: "1", publishTime: ROW.at, publish_time: ROW.at };
    const message = { ...ids, data: "", attributes: {} };
    for (const [attempt, outcome] of (["refused", "timed out", "acknowledged"] as const).entries()) {
      journal.pushed("form-submitted", { message, subscription: record.subscription });
      journal.delivered({ ...record, attempt: attempt + 1, outcome });
    }
    expect(journal.rates.perMinute("handler form-submitted")).toBe(1);
  });
});

describe("createRows", () => {
  it("keeps the newest, and says how many it has dropped", () => {
    const rows = createRows(3);
    for (const id of ["a", "b", "c", "d", "e", "f", "g"]) rows.add({ ...ROW, id });
    const { rows: kept, total, dropped } = rows.find({});
    expect([kept.map(({ id }) => id).join(""), total, dropped]).toEqual(["efg", 3, 4]);
    expect([rows.get("d"), rows.get("e")?.number]).toEqual([undefined, 5]);
  });

  it("pages in both directions from a row's number", () => {
    const rows = createRows(10);
    for (const id of ["a", "b", "c", "d"]) rows.add({ ...ROW, id, outcome: id === "b" ? "dead-lettered" : "handled" });
    const found = (query: object) =>
      rows
        .find(query)
        .rows.map(({ id }) => id)
        .join("");
    expect([
      found({ before: 4, limit: 2 }),
      found({ after: 1, limit: 2 }),
      found({ outcome: "dead-lettered" }),
    ]).toEqual(["bc", "bc", "b"]);
    expect([found({ q: "ADA@" }), found({ q: "grace" })]).toEqual(["abcd", ""]);
  });

  it("finds among 50,000 in no time that a person notices", () => {
    const rows = createRows(50_000);
    for (let count = 0; count < 60_000; count += 1) rows.add({ ...ROW, id: `r${count}`, eventId: `msg_${count}` });
    // In milliseconds of CPU, and the least of five: the first ones are compiled meanwhile, and other processes disturb.
    const spent = [1, 2, 3, 4, 5].map(() => {
      const before = process.cpuUsage();
      expect(rows.find({ q: "msg_59999" }).total).toBe(1);
      return process.cpuUsage(before).user / 1000;
    });
    expect(Math.min(...spent)).toBeLessThan(500);
  });
});

describe("createBodies", () => {
  it("cuts what is too long, and empties the oldest", () => {
    const bodies = createBodies({ bodyBytes: 10, bytesOfOne: 6 });
    const [long, next] = [bodies.create(), bodies.create()];
    long.add(Buffer.from("12345678"));
    expect([long.read(), long.whole()]).toEqual([{ text: "123456", bytes: 8, cut: true }, undefined]);
    next.add(Buffer.from("abcdef"));
    expect([long.read().text, next.read()]).toEqual(["", { text: "abcdef", bytes: 6 }]);
  });
});

describe("createChanges", () => {
  const change = (before: object | undefined, after: object | undefined) => ({ kind: "Lead", id: "1", before, after });

  it("makes one of what a call has done to a record, and none of what was taken back", () => {
    const changes = createChanges(10);
    const scope = createScope(() => ({ handler: "form-submitted", event: "e1" }));
    const [first, second] = [
      { Email: "ada@example.com", Name: "Ada" },
      { Email: "ada@example.com", Name: "Ada L." },
    ];
    changes.note(scope, "salesforce", change(undefined, first));
    changes.note(scope, "salesforce", change(first, second));
    changes.note(undefined, "salesforce", { ...change(undefined, first), id: "2" });
    changes.note(undefined, "salesforce", { ...change(first, undefined), id: "2" });
    expect(changes.settle().map(shownChange)).toMatchObject([
      {
        name: "Lead of ada@example.com",
        what: "created",
        handler: "form-submitted",
        event: "e1",
        fields: [
          { field: "Email", before: null, after: "ada@example.com" },
          { field: "Name", before: null, after: "Ada L." },
        ],
      },
    ]);
    expect(changes.settle()).toEqual([]);
  });

  it("makes none of what is written as it was, though it is another object", () => {
    const changes = createChanges(10);
    changes.note(undefined, "salesforce", change({ a: { b: 1 } }, { a: { b: 1 } }));
    changes.note(undefined, "salesforce", { ...change({ a: null }, {}), id: "2" });
    expect(changes.settle()).toEqual([]);
  });

  it("tells fields within objects by their path", () => {
    const changes = createChanges(10);
    changes.note(undefined, "customerio", change({ attributes: { a: 1, b: 2 } }, { attributes: { a: 1, b: 3 } }));
    const [only] = changes.settle().map(shownChange);
    expect(only?.fields).toEqual([{ field: "attributes.b", before: 2, after: 3 }]);
  });
});

describe("Stream", () => {
  it("tells a row once, as it is then, and a listener that reads nothing a reset", () => {
    const stream = new Stream(2, () => {});
    const rows = createRows(10);
    const row = rows.add({ ...ROW, id: "a" });
    const [told, slow]: string[][] = [[], []];
    let isFull = true;
    stream.listen((text) => told?.push(text) !== 0);
    stream.listen((text) => !isFull && slow?.push(text) !== 0);
    for (let count = 1; count <= 6; count += 1) {
      row.attempts = count;
      stream.touch(row);
      stream.touch(row);
      stream.flush();
    }
    expect(told?.join("").match(/"attempts":\d/g)).toEqual([1, 2, 3, 4, 5, 6].map((count) => `"attempts":${count}`));
    isFull = false;
    stream.touch(row);
    stream.flush();
    expect(slow?.join("")).toContain("event: reset");
  });

  it("tells who wants to hear of some things of nothing else, and of a reset", () => {
    const stream = new Stream(1000, () => {});
    const [some, all]: string[][] = [[], []];
    stream.listen((text) => some?.push(text) !== 0, undefined, new Set(["fault"]));
    stream.listen((text) => all?.push(text) !== 0);
    stream.tell("build", { ok: true, errors: [] });
    stream.flush();
    stream.tell("fault", []);
    stream.reset("for the test");
    stream.flush();
    const heard = (texts: readonly string[] | undefined) => texts?.join("").match(/(?<=event: )\w+/g);
    expect(heard(some)).toEqual(["hello", "reset"]);
    stream.tell("fault", []);
    stream.flush();
    expect([heard(some), heard(all)]).toEqual([
      ["hello", "reset", "fault"],
      ["hello", "build", "reset", "fault"],
    ]);
  });

  it("makes ready and tells once what happens at once, and spells nothing that nobody hears", () => {
    jest.useFakeTimers();
    const [heard, spelled]: [string[], string[]] = [[], []];
    let isToBeMade = true;
    const stream = new Stream(1000, () => {
      if (isToBeMade) stream.tellOf("fault", () => (spelled.push("fault"), []));
      isToBeMade = false;
    });
    stream.listen((text) => heard.push(text) !== 0, undefined, new Set(["build"]));
    isToBeMade = true;
    stream.tell("build", { ok: true, errors: [] });
    jest.advanceTimersByTime(50);
    const timers = jest.getTimerCount();
    jest.useRealTimers();
    expect([heard.length, spelled, timers]).toEqual([2, [], 0]);
  });

  it("tells one thing soon, and much less often: about once a second, and soon again once it is quiet", () => {
    jest.useFakeTimers();
    const stream = new Stream(1000, () => {});
    const heard: number[] = [];
    stream.listen((text) => {
      if (text.includes("event: fault")) heard.push(Date.now() - begun);
      return true;
    });
    const begun = Date.now();
    stream.tell("fault", []);
    jest.advanceTimersByTime(1000);
    expect(heard).toEqual([50]);
    for (let ms = 0; ms < 2000; ms += 2) {
      stream.tell("fault", []);
      jest.advanceTimersByTime(2);
    }
    expect(heard.length).toBeLessThan(6);
    jest.advanceTimersByTime(2000);
    stream.tell("fault", []);
    jest.advanceTimersByTime(50);
    expect(heard.at(-1)).toBe(Date.now() - begun);
    jest.useRealTimers();
  });
});

describe("createRates", () => {
  it("counts the last minute", () => {
    let now = 0;
    const rates = createRates(() => now);
    for (now = 1000; now <= 100_000; now += 1000) rates.count("a");
    now = 100_000;
    expect([rates.perMinute("a"), rates.perMinute("b")]).toEqual([60, 0]);
  });
});

describe("createKinds", () => {
  it("asks a source as its file is now", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ycat-kinds-"));
    // In a process of its own: Jest keeps a module whatever its address says.
    const script = `
      import { writeFileSync } from "node:fs";
      import { createKinds } from ${JSON.stringify(join(root, "local/console/journal/kinds.ts"))};
      const kinds = createKinds(${JSON.stringify(folder)});
      const webhook = { rawHeaders: [], body: { whole: () => Buffer.from("{}") } };
      for (const word of ["form.sent", "form.received"]) {
        writeFileSync(${JSON.stringify(join(folder, "app.ts"))}, \`export default { kind: () => "\${word}" };\`);
        const entry = { row: { source: "app", kind: null }, life: { webhook, verdict: "published", entries: [] } };
        entry.life.entries.push(entry);
        console.log(await new Promise((resolve) => kinds.read(entry, (row) => resolve(row.kind))));
      }`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script], {
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    expect(stdout).toBe("form.sent\nform.received\n");
    await rm(folder, { recursive: true });
  });
});

describe("mentions", () => {
  it.each<[unknown, boolean]>([
    [{ Email: "Ada@Example.com" }, true],
    [{ text: "Ada (ada@example.com) wrote" }, true],
    [{ list: [{ LeadId: "00Q1" }] }, true],
    [{ Email: "xada@example.com" }, false],
    [{ Email: "ada@example.community" }, false],
    [{ Name: "00Q12" }, false],
    [null, false],
  ])("%j: %s", (value, isSo) => {
    expect(mentions("ada@example.com", new Set(["00Q1"]))(value)).toBe(isSo);
  });

  it.each(["ada@bücher.example", "Ada@BÜCHER.example", "ada@xn--bcher-kva.example"])("finds %s in a text", (spelt) => {
    expect(mentions("ada@xn--bcher-kva.example")(`{"email":"${spelt}"}`)).toBe(true);
  });
});
