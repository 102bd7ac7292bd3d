import { createHash } from "node:crypto";
import { describe, expect, it } from "@jest/globals";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import type { Surroundings } from "../../tools/dead-letters/surroundings.ts";
import { serveJson } from "./answering.ts";
import {
  deadLetter,
  declarations,
  formData,
  formEvent,
  formPayload,
  FORMS,
  quarantined,
  REJECTED,
  startWorld,
  TRACEPARENT,
} from "./dead-letters-world.ts";
import { rowsOf, startGoogle } from "./google/fake.ts";
import { openSystems } from "./systems.ts";
import { closingAfterEach } from "../harness/closing.ts";

const closing = closingAfterEach();
async function open() {
  const world = await startWorld();
  closing.push(() => world.close());
  const written = new Map<string, string>();
  const pull = (args: string, changes: Partial<Surroundings> = {}) =>
    world.run(`pull ${args}`, {
      write: (files) => {
        for (const [file, content] of files) written.set(file, content);
        return Promise.resolve();
      },
      ...changes,
    });
  const sample = (end: string) =>
    JSON.parse(written.get([...written.keys()].find((file) => file.endsWith(end)) ?? "") ?? "null");
  return { world, pull, written, sample };
}

const NAME = "pulled-116b88f1"; // of msg_1
const event = `samples/events/form.submitted/${NAME}.json`;
const records = `samples/records/form.submitted/${NAME}.json`;

describe("dead-letters pull", () => {
  it("makes a sample of a dead letter, in which others stand for people, and says what plays it; the letter stays", async () => {
    const { world, pull, written, sample } = await open();
    const message = encodeEvent(formEvent("msg_1", "jo@acme.test"), TRACEPARENT);
    world.put(FORMS, deadLetter("msg_1", { message }));
    const { isGood, printed } = await pull("msg_1");
    expect(isGood).toBe(true);
    expect([...written.keys()]).toEqual([event]);
    expect(printed.split("\n").at(-1)).toBe(`To play it: npm run effects -- ${event}`);
    expect(sample(event)).toEqual({
      specversion: "1.0",
      id: "msg_1",
      source: "/sources/app",
      type: "form.submitted",
      subject: "ada@example.com",
      time: "2026-11-22T10:00:00.000Z",
      data: { ...formData, email: "ada@example.com", firstName: "Ada", lastName: "Lovelace" },
    });
    expect(world.lying(FORMS)).toHaveLength(1);
    await expect(world.pullable(FORMS)).resolves.toHaveLength(1);
  });

  it("keeps people as they are where that is asked for", async () => {
    const { world, pull, sample } = await open();
    world.put(FORMS, deadLetter("msg_1"));
    const { printed } = await pull("msg_1 --as-is --name jo");
    expect(sample("form.submitted/jo.json")).toMatchObject({ subject: "jo@example.com", data: { firstName: "Jo" } });
    expect(printed).toContain("do not commit it");
  });

  it("takes along what the handlers read of the person now, as somebody else's, and writes nothing", async () => {
    const { world, pull, sample } = await open();
    const systems = await openSystems(closing);
    const email = "jo@acme.test";
    const key = createHash("sha256").update(email).digest("hex");
    systems.seed("salesforce", {
      Lead: [{ Id: "00QHp000000000MMAQ", LastName: "Doe", Company: "Acme", Email: email, Person_Key__c: key }],
    });
    systems.seed("customerio", { people: [{ email, attributes: { first_name: "Jo" } }] });
    const before = systems.state();
    world.put(FORMS, deadLetter("msg_1", { message: encodeEvent(formEvent("msg_1", email), TRACEPARENT) }));
    const manifest = {
      ...declarations,
      functions: { "form-submitted": { kind: "handler" as const, uses: ["salesforce", "customerio"] } },
      subscriptions: { "form-submitted": { topic: "form.submitted" }, [FORMS]: { topic: FORMS } },
    };
    await pull("msg_1 --with-records", { manifest, environment: systems.environment });
    expect(sample(event)).toMatchObject({ subject: "ada@example.com" });
    expect(sample(records)).toMatchObject({
      salesforce: {
        Lead: [
          {
            Id: "00QHp000000000MMAQ",
            LastName: "Lovelace",
            Email: "ada@example.com",
            Person_Key__c: createHash("sha256").update("ada@example.com").digest("hex"),
          },
        ],
      },
      customerio: { people: [{ email: "ada@example.com", attributes: { first_name: "Ada" } }] },
    });
    expect(systems.state()).toBe(before);
  });

  it("makes a webhook of what lies in quarantine, by its kind, and of one that is no JSON too", async () => {
    const { world, pull, written, sample } = await open();
    const [whole = "", odd = ""] = world.put(
      REJECTED,
      quarantined({ ...formPayload, data: { ...formData, email: "jo@acme.test and bo@acme.test" } }),
      { ...quarantined({ odd: true }), data: Buffer.from("no JSON of jo@acme.test") },
    );
    const { printed } = await pull(`${whole} --name one`);
    expect(printed).toContain("To play it: npm run send -- app form.submitted+one");
    expect(sample("app/form.submitted+one.json")).toMatchObject({
      type: "form.submitted",
      timestamp: "{{now}}",
      data: { email: "ada@example.com and grace@example.com", firstName: "Ada" },
    });
    await pull(`${odd} --name two`);
    expect(written.get("samples/webhooks/app/unknown+two.json")).toBe("no JSON of ada@example.com");
  });

  it("finds an archived event where no letter is called so", async () => {
    const { pull, sample } = await open();
    const { attributes, data } = encodeEvent(formEvent("msg_1"), TRACEPARENT);
    const fake = await startGoogle(() => rowsOf({ attributes, data: data.toString() }));
    closing.push(() => fake.close());
    expect(await pull("msg_1", { google: () => fake.google })).toMatchObject({ isGood: true });
    expect(sample(event)).toMatchObject({ id: "msg_1", data: { firstName: "Ada" } });
  });

  it("finds what npm start still knows", async () => {
    const { world, pull, sample } = await open();
    const { id, source, type, subject, time, data } = formEvent("msg_1");
    const row = { id: "7", eventId: id };
    const runner = await serveJson(closing, (path) =>
      path === "/api/events/7" ? { row, event: { id, source, type, subject, time, data } } : { rows: [row] },
    );
    await pull("msg_1", { place: { ...world.place, runner } });
    expect(sample(event)).toMatchObject({ id: "msg_1", data: { firstName: "Ada" } });
    await expect(pull("msg_2", { place: { ...world.place, runner } })).rejects.toThrow(
      "No dead letter, quarantined webhook or event msg_2 was found, nor in what npm start still knows.",
    );
  });

  it("says so where nothing is called so, or no sample can be made of it", async () => {
    const { world, pull, written } = await open();
    const fake = await startGoogle(() => rowsOf());
    closing.push(() => fake.close());
    await expect(pull("msg_9", { google: () => fake.google })).rejects.toThrow("msg_9 was found, nor in its archive.");
    const message = encodeEvent(formEvent("msg_1"), TRACEPARENT);
    world.put(
      FORMS,
      deadLetter("msg_1", { message: { ...message, data: Buffer.from("\xff not JSON", "latin1") } }),
      deadLetter("msg_2", {
        message: { ...message, attributes: { ...message.attributes, "ce-id": "msg_2", "ce-type": "nothing.known" } },
      }),
      deadLetter("msg_3", { message: { ...message, attributes: { "ce-id": "msg_3" } } }),
    );
    await expect(pull("msg_1")).rejects.toThrow("Its data is no JSON");
    await expect(pull("msg_2")).rejects.toThrow("no schema");
    await expect(pull("msg_3")).rejects.toThrow("the attribute ce-source is missing");
    expect(written.size).toBe(0);
    expect(await world.pullable(FORMS)).toHaveLength(3); // all given back
  });

  it("says of what its schema refuses that it fails as a sample", async () => {
    const { world, pull } = await open();
    world.put(FORMS, deadLetter("msg_1", { message: encodeEvent(formEvent("msg_1", "nobody"), TRACEPARENT) }));
    expect((await pull("msg_1")).printed).toContain('Its schema refuses it: /data/email must match format "email"');
  });

  it.each([
    ["", "pull which one?"],
    ["a b", "pull which one?"],
    ["a --name ../b", '--name is "../b"'],
    ["a --because x", "--because belongs to discard"],
  ])("refuses %j", async (args, sentence) => {
    const { pull } = await open();
    await expect(pull(args).catch((error: Error) => error.message)).resolves.toContain(sentence);
  });
});
