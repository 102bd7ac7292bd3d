import { describe, expect, it } from "@jest/globals";
import { VirtualClock } from "../../local/core/clock.ts";
import { CommandError } from "../../local/core/problems.ts";
import {
  AUDITS,
  crashed,
  deadLetter,
  declarations,
  DISCARDED,
  FORMS,
  formPayload,
  quarantined,
  REFUSED,
  REJECTED,
  worldsIn,
} from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

const open = worldsIn(closingAfterEach());

describe("dead-letters list", () => {
  it("groups by handler or source and by reason, with count, ages and an example", async () => {
    const clock = new VirtualClock();
    const { put, run } = await open({ clock });
    put(FORMS, deadLetter("msg_1"));
    await clock.advance(3 * 3_600_000);
    put(
      FORMS,
      deadLetter("msg_2"),
      deadLetter("msg_3", { reason: { code: "TypeError", system: "handler" } }),
      crashed("msg_4"),
    );
    const [rejected] = put(REJECTED, quarantined(formPayload));
    await clock.advance(30_000);

    const { isGood, printed, complaints } = await run("list");

    expect({ isGood, complaints }).toEqual({ isGood: true, complaints: [] });
    expect(printed).toBe(`handler form-submitted
  count  reason                                              oldest  newest  for example
      2  INVALID_FIELD salesforce POST /sobjects/Lead Phone  3 h     30 s    msg_1
      1  TypeError handler                                   30 s    30 s    msg_3
      1  no reason given: crashed or timed out               30 s    30 s    msg_4

source app: webhooks in quarantine
  count  reason                     oldest  newest  for example
      1  SCHEMA schema /data/email  30 s    30 s    ${rejected}

5 dead letters`);
  });

  it("has a field that is missing and one that is wrong in two groups", async () => {
    const { put, run } = await open();
    put(REJECTED, quarantined(formPayload, { id: "1" }), quarantined(formPayload, { id: "2" }));
    put(REJECTED, quarantined(formPayload, { id: "3", isMissing: true }));
    const { printed } = await run("list");
    expect(printed).toMatch(
      / 2 {2}SCHEMA schema \/data\/email {2,}\d.*\n +1 {2}SCHEMA schema \/data\/email missing {2,}\d/,
    );
  });

  it("answers machines in JSON", async () => {
    const clock = new VirtualClock();
    const { put, run } = await open({ clock });
    put(AUDITS, deadLetter("msg_1", { handler: "form-audit" }), crashed("msg_2", "form-audit"));
    const time = new Date(clock.now()).toISOString();
    const { status: _, ...reason } = REFUSED;
    const id = expect.any(String);
    const common = { id, kind: "dead-letter", name: "form-audit", count: 1, people: 1, oldest: time, newest: time };

    expect(JSON.parse((await run("list --json")).printed)).toEqual({
      isWhole: true,
      count: 2,
      groups: [
        { ...common, reason, example: "msg_1" },
        { ...common, reason: null, example: "msg_2" },
      ],
    });
  });

  it("says so when there are none", async () => {
    const { run } = await open();
    expect(await run("list")).toEqual({
      isGood: true,
      printed: "No dead letters (or another command is reading them just now).",
      complaints: [],
    });
  });

  it("says of filters that fit none what there would be to ask for", async () => {
    const { put, run } = await open();
    put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    expect(await run("list --filter code=NOPE --filter newer-than=1d")).toEqual({
      isGood: true,
      printed: "None of the 2 dead letters matches the filters. Of code there are: INVALID_FIELD.",
      complaints: [],
    });
    expect((await run("list --filter source=/sources/nope --filter field=Fax")).printed).toBe(
      "None of the 2 dead letters matches the filters. Of source there are: app. Of field there are: Phone.",
    );
  });

  it("says of what no letter has which kinds there are", async () => {
    const { put, run } = await open();
    put(REJECTED, quarantined(formPayload));
    expect((await run("list --filter handler=form-submitted")).printed).toBe(
      "None of the 1 dead letters matches the filters. None has a handler. Of kind there are: rejected.",
    );
  });

  it("says that no handler is called so, whatever lies there", async () => {
    const { put, run, pullable } = await open();
    const sentence = 'There is no handler form-submited; did you mean "form-submitted"?';
    await expect(run("replay --filter handler=form-submited")).rejects.toThrow(sentence);
    put(FORMS, deadLetter("msg_1"));
    await expect(run("list --filter handler=form-submited")).rejects.toThrow(sentence);
    expect(await pullable(FORMS)).toHaveLength(1); // given back
  });

  it("takes the topic's handler for a message that names none, and its own id for one without event", async () => {
    const { put, run } = await open();
    const [id] = put(FORMS, { data: Buffer.from("?"), attributes: {} });
    expect((await run("list")).printed).toMatch(
      new RegExp(`handler form-submitted\n.*\n +1 +no reason given: crashed or timed out .* ${id}`),
    );
  });

  it("loses, reorders and keeps nothing", async () => {
    const { put, run, pullable, lying } = await open();
    const ids = put(FORMS, ...Array.from({ length: 30 }, (_, index) => deadLetter(`msg_${index}`)));
    await run("list");
    await run("list");
    expect(lying(FORMS).map(({ messageId }) => messageId)).toEqual(ids);
    expect((await pullable(FORMS)).toSorted()).toEqual(ids);
  });

  it("reads more than Pub/Sub gives at once", async () => {
    const { put, run, pullable } = await open();
    put(FORMS, ...Array.from({ length: 2300 }, (_, index) => deadLetter(`msg_${index}`)));
    expect((await run("list")).printed).toContain("2300 dead letters");
    const pages = await Promise.all([pullable(FORMS), pullable(FORMS), pullable(FORMS)]);
    expect(pages.map(({ length }) => length)).toEqual([1000, 1000, 300]);
  });

  it("says when it has not looked at everything", async () => {
    const { put, run, pullable } = await open();
    put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"), deadLetter("msg_3"));
    const { isGood, printed, complaints } = await run("list --limit 2");
    expect(printed).toContain("2 dead letters");
    expect({ isGood, complaints }).toEqual({
      isGood: false,
      complaints: ["Of form-submitted.dead-letter 2 messages were looked at; there may be more (--limit)."],
    });
    expect(await pullable(FORMS)).toHaveLength(3);
  });

  it("tells of a subscription that does not exist and lists the others", async () => {
    const { put, run } = await open({ without: [AUDITS] });
    expect((await run("list")).printed).toBe("No dead letters in what could be read.");
    put(FORMS, deadLetter("msg_1"));
    const { isGood, printed, complaints } = await run("list");
    expect(printed).toContain("1 dead letter");
    expect({ isGood, complaints }).toEqual({
      isGood: false,
      complaints: [
        "projects/p/subscriptions/form-audit.dead-letter does not exist: deploy what this checkout declares, or give the PREFIX that it was deployed with.",
      ],
    });
  });

  it("says of what npm start does not run yet that it is to be restarted, and does the rest as asked", async () => {
    const { put, run } = await open({ without: [AUDITS], runner: "http://localhost:1" });
    put(FORMS, deadLetter("msg_1"));
    const complaints = ["Restart npm start: it does not run form-audit yet."];
    expect(await run("list")).toMatchObject({ isGood: true, complaints });
    expect(await run("show msg_1")).toMatchObject({ isGood: true, complaints });
    expect(await run("discard msg_1 --because test")).toMatchObject({ isGood: true, complaints });
    expect(await run("list")).toMatchObject({ isGood: true, printed: expect.stringMatching(/^No dead letters \(/) });
  });

  it.each([
    { prefix: "", label: "main" },
    { prefix: "acme-", label: "acme" },
  ])("finds letters of handlers that this checkout does not have, with prefix '$prefix'", async ({ prefix, label }) => {
    const { deploy, put, run, lying } = await open({ prefix });
    for (let page = 0; page < 1000; page += 1) deploy(`not-ycat-${page}`, {}); // more than one page lists
    deploy(`${prefix}form-archived.dead-letter`, { ycat: label });
    deploy(`${prefix}empty.dead-letter`, { ycat: label });
    deploy(`${prefix}elsewhere-form-archived.dead-letter`, { ycat: `${prefix}elsewhere` });
    deploy(`${prefix}somebody-elses.dead-letter`, {});
    const GONE = "form-archived.dead-letter";
    put(GONE, deadLetter("msg_1", { handler: "form-archived" }), { data: Buffer.from("{}"), attributes: {} });
    for (const other of ["elsewhere-form-archived.dead-letter", "somebody-elses.dead-letter"])
      put(other, deadLetter("msg_2"));

    const { printed, complaints, isGood } = await run("list");
    expect(printed).toMatch(/^handler form-archived\n(.*\n)+\n2 dead letters$/);
    expect({ complaints, isGood }).toEqual({
      isGood: true,
      complaints: [
        "This checkout has no handler form-archived, and can't replay its 2 dead letters: replay from a checkout that has it, or discard (docs/dead-letters.md#of-a-handler-that-this-checkout-does-not-have).",
      ],
    });
    expect((await run("show msg_1")).printed).toContain('"handler": "form-archived"');
    expect(await run("replay msg_1")).toMatchObject({
      isGood: false,
      printed: expect.stringContaining("there is no handler form-archived in this checkout"),
    });
    expect(await run("discard --filter handler=form-archived --because test")).toMatchObject({ isGood: true });
    expect([lying(GONE).length, lying(DISCARDED).length]).toEqual([0, 2]);
  });

  it("says that it can't look for them without the right to list subscriptions, and lists the others", async () => {
    const { put, run, pubsub } = await open();
    put(FORMS, deadLetter("msg_1"));
    const deployed = () => Promise.reject(new CommandError("You may not list them."));
    expect(await run("list", { pubsub: { ...pubsub, deployed } })).toMatchObject({
      isGood: true,
      printed: expect.stringMatching(/\n1 dead letter$/),
      complaints: [
        "Dead letters of handlers that this checkout does not have are not looked for: You may not list them.",
      ],
    });
  });

  it("does what a filter says", async () => {
    const { put, run } = await open();
    put(FORMS, deadLetter("msg_1"), crashed("msg_2"));
    expect((await run("list --filter code=INVALID_FIELD")).printed).toContain("1 dead letter");
  });

  it("lets nothing that strangers wrote steer the terminal", async () => {
    const { put, run } = await open();
    put(FORMS, deadLetter("msg_\u001B[2J\u009B1A\u202E", { reason: { code: "\u0007", system: "x" } }));
    const listed = (await run("list")).printed;
    const shown = (await run("show msg_\u001B[2J\u009B1A\u202E")).printed;
    expect(listed).toContain("msg_\\u001b[2J\\u009b1A\\u202e");
    expect(JSON.parse(shown)).toMatchObject({ id: "msg_\u001B[2J\u009B1A\u202E" });
    expect(listed + shown).not.toMatch(/[^\P{C}\n]/u);
  });
});

describe("dead-letters show", () => {
  it("shows every message of an event, with attributes and payload", async () => {
    const { put, run, pullable } = await open();
    put(FORMS, deadLetter("msg_1"), deadLetter("msg_2"));
    put(AUDITS, crashed("msg_1", "form-audit"));

    const shown = JSON.parse((await run("show msg_1 --json")).printed);

    expect(shown).toHaveLength(2);
    expect(shown).toContainEqual(
      expect.objectContaining({
        id: "msg_1",
        kind: "dead-letter",
        handler: "form-submitted",
        source: "app",
        type: "form.submitted",
        orderingKey: "jo@example.com",
        reason: { code: "INVALID_FIELD", system: "salesforce", operation: "POST /sobjects/Lead", field: "Phone" },
        attributes: deadLetter("msg_1").attributes,
        data: expect.objectContaining({ email: "jo@example.com" }),
      }),
    );
    expect(shown).toContainEqual(
      expect.objectContaining({ handler: "form-audit", reason: "no reason given: crashed or timed out" }),
    );
    expect(await pullable(FORMS)).toHaveLength(2);
  });

  it.each([
    { data: '{"a": 1}', shown: { a: 1 } },
    { data: "not JSON", shown: "not JSON" },
    { data: "[".repeat(10_000), shown: "[".repeat(10_000) },
    { data: Buffer.from([0xff, 0xfe]), shown: { base64: "//4=" } },
  ])("shows data as it can be read best (%#)", async ({ data, shown }) => {
    const { put, run } = await open();
    const [id] = put(REJECTED, { data: Buffer.from(data), attributes: { source: "app" } });
    expect(JSON.parse((await run(`show ${id}`)).printed).data).toEqual(shown);
  });

  it("says that there is no such dead letter", async () => {
    const { run } = await open();
    expect(await run("show msg_1")).toEqual({
      isGood: false,
      printed: "",
      complaints: ["No dead letter msg_1 was found: it no longer exists, or another command is reading it."],
    });
  });
});

describe("the declarations of these tests", () => {
  it("name a topic for every subscription", () => {
    expect(Object.values(declarations.subscriptions).every(({ topic }) => topic in declarations.topics)).toBe(true);
  });
});
