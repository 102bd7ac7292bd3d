import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { hashOf, readSchemas } from "../../bundler/read/schemas.ts";
import { defineSource, type EventDraft } from "../../functions/runtime/define/source.ts";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import app from "../../functions/sources/app.ts";
import type { AppFormSubmitted } from "../../schemas/types.ts";
import customerio from "../../functions/sources/customerio.ts";
import { openCheckout } from "../../local/console/checkout.ts";
import {
  checkoutOf,
  declarations,
  formData,
  formEvent,
  formPayload,
  quarantined,
  REJECTED,
  sources,
  worldsIn,
  TRACEPARENT,
} from "./dead-letters-world.ts";
import { closingAfterEach } from "../harness/closing.ts";

const open = worldsIn(closingAfterEach());

const event = (id: string) => {
  const { attributes } = encodeEvent(formEvent(id), TRACEPARENT);
  return expect.objectContaining({ attributes, orderingKey: "jo@example.com", data: expect.any(String) });
};

const unsubscribed = {
  event_id: "01E4",
  object_type: "email",
  metric: "unsubscribed",
  timestamp: 1795000000,
  data: { recipient: "jo@example.com" },
};

describe("dead-letters replay of a quarantined webhook", () => {
  it("finds by the README's filter what its example makes", async () => {
    const { put, run } = await open();
    put(REJECTED, quarantined({ ...formPayload, data: { ...formPayload.data, email: "nobody" } }));
    const [example] = /replay --filter \S+ --dry-run/.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
    expect((await run(example ?? "")).printed).toMatch(/: still refused: .*\n1 refused\.$/);
  });

  it("publishes its events for every handler once the schema accepts it, and ends the quarantine", async () => {
    const { put, run, lying } = await open();
    const email = "no e-mail any more";
    const [id] = put(REJECTED, quarantined({ ...formPayload, data: { ...formData, formId: "" } }, { id: "msg_1" }));
    expect((await run("replay --all")).printed).toMatch(
      `refused: app ${id} (SCHEMA schema /data/email): still refused: /data/formId is missing`,
    );
    expect([lying("form-submitted"), lying(REJECTED)]).toMatchObject([[], [{ messageId: id }]]);

    const mended = { "form.submitted": { title: "FormSubmitted", type: "object", description: email } };
    const { isGood, printed } = await run(`replay ${id}`, { checkout: checkoutOf(mended) });

    expect(isGood).toBe(true);
    expect(printed).toBe(`replayed: app ${id} (SCHEMA schema /data/email): msg_1 to form.submitted\n1 replayed.`);
    expect(lying("form-submitted")).toEqual([event("msg_1")]);
    expect(lying("form-audit")).toEqual([event("msg_1")]);
    expect(lying(REJECTED)).toEqual([]);
  });

  it("names the events on a dry run, and touches nothing", async () => {
    const { put, run, lying, pullable } = await open();
    const [id] = put(REJECTED, quarantined(unsubscribed, { source: customerio }));
    const { isGood, printed } = await run("replay --all --dry-run");
    expect(isGood).toBe(true);
    expect(printed).toContain(
      `would be replayed: customerio ${id} (SCHEMA schema /data/email): 01E4 to contact.unsubscribed\n`,
    );
    expect(lying("contact-unsubscribed")).toEqual([]);
    expect(await pullable(REJECTED)).toEqual([id]);
  });

  it("keeps what the mapping ignores, unless it is told to drop it", async () => {
    const { put, run, lying } = await open();
    const [id] = put(REJECTED, quarantined({ ...unsubscribed, metric: "opened" }, { source: customerio }));
    const kept = await run("replay --all");
    expect(kept.isGood).toBe(false);
    expect(kept.printed).toContain(
      `ignored: customerio ${id} (SCHEMA schema /data/email): email.opened is nothing to the source customerio\n`,
    );
    expect((await run("replay --all --drop-ignored --dry-run")).printed).toMatch(/^would be dropped: /);
    expect(lying(REJECTED)).toHaveLength(1);
    const dropped = await run("replay --all --drop-ignored");
    expect(dropped).toMatchObject({ isGood: true, printed: expect.stringMatching(/^dropped: /) });
    expect(lying(REJECTED)).toEqual([]);
  });

  const once = app.kinds["form.submitted"];
  const twice = defineSource({
    ...app,
    kinds: { "form.submitted": (...args) => [...(once?.(...args) ?? []), ...(once?.(...args) ?? [])] },
  });
  const stumbling = defineSource({
    ...app,
    kinds: {
      "form.submitted": () => {
        throw new TypeError("data.person is undefined");
      },
    },
  });

  it("publishes all events of a webhook under the ids that they would have had", async () => {
    const { put, run, lying } = await open();
    put(REJECTED, quarantined(formPayload, { id: "msg_1" }));
    await run("replay --all", { checkout: checkoutOf(undefined, { app: twice }) });
    expect(lying("form-submitted")).toEqual([event("msg_1/1"), event("msg_1/2")]);
  });

  it("publishes more than a thousand events, each person's in their order", async () => {
    const { put, run, lying } = await open();
    const people = Array.from({ length: 600 }, (_, index) => `p${index}@example.com`);
    const twiceEach = ({ timestamp: time, data }: AppFormSubmitted): EventDraft[] =>
      people.flatMap((person) => [1, 2].map(() => ({ id: "msg_1", type: "form.submitted", person, time, data })));
    const many = defineSource({ ...app, kinds: { "form.submitted": twiceEach } });
    put(REJECTED, quarantined(formPayload, { id: "msg_1" }));
    expect((await run("replay --all", { checkout: checkoutOf(undefined, { app: many }) })).isGood).toBe(true);
    const ids = lying("form-submitted").map(({ attributes, orderingKey }) => [orderingKey, attributes["ce-id"]]);
    expect(Map.groupBy(ids, ([key]) => key).size).toBe(600);
    expect(ids.filter(([key]) => key === "p7@example.com")).toEqual(
      ["msg_1/15", "msg_1/16"].map((id) => ["p7@example.com", id]),
    );
  });

  it("replays a webhook once that its sender has sent twice", async () => {
    const { put, run, lying } = await open();
    put(REJECTED, quarantined(formPayload, { id: "msg_1" }), quarantined(formPayload, { id: "msg_1" }));
    expect((await run("replay --all")).printed).toMatch(/^duplicate: /m);
    expect([lying("form-submitted"), lying(REJECTED)]).toMatchObject([[{}], [{}]]);
  });

  it.each([
    {
      what: "a mapping that stumbles",
      checkout: checkoutOf(undefined, { app: stumbling }),
      why: /the mapping of source app failed: TypeError at dead-letters-quarantine\.test\.ts:\d+ \(data\.person is undefined\)/,
    },
    {
      what: "a source that is gone",
      checkout: checkoutOf(undefined, {}),
      why: "there is no source app in this checkout",
    },
    {
      what: "an event type without topic",
      topics: { [REJECTED]: { kind: "rejected" as const } },
      why: /no handler takes form\.submitted: it has no topic in dist\/manifest\.json \(npm run build\)/,
    },
  ])(
    "keeps the webhook for $what",
    async ({ checkout = checkoutOf(undefined, sources), topics = declarations.topics, why }) => {
      const { put, run, lying } = await open();
      put(REJECTED, quarantined(formPayload));
      const { isGood, printed } = await run("replay --all", { checkout, manifest: { ...declarations, topics } });
      expect(isGood).toBe(false);
      expect(printed).toMatch(/^refused: /);
      expect(printed).toMatch(why);
      expect([lying("form-submitted"), lying(REJECTED)]).toMatchObject([[], [{}]]);
    },
  );

  it.each([
    {
      broken: "no source",
      message: { data: Buffer.from("{}"), attributes: { "rejected-code": "SCHEMA" } },
      why: "the message names no source",
    },
    {
      broken: "a body that is no JSON",
      message: { data: Buffer.from("{"), attributes: { source: "app" } },
      why: "still refused: the body is not JSON",
    },
    {
      broken: "no body",
      message: { data: Buffer.alloc(0), attributes: { source: "app" } },
      why: "still refused: the body is empty",
    },
  ])("keeps a message with $broken", async ({ message, why }) => {
    const { put, run, lying } = await open();
    put(REJECTED, message);
    expect((await run("replay --all")).printed).toContain(why);
    expect(lying(REJECTED)).toHaveLength(1);
  });

  it("stays if only some of its events could be published", async () => {
    const { put, pubsub, run, lying } = await open();
    const [id] = put(REJECTED, quarantined(formPayload, { id: "msg_1" }));
    let published = 0;
    const publish: typeof pubsub.publish = async (topic, message) => {
      return pubsub.publish((published += 1) === 1 ? topic : "gone", message);
    };
    const { isGood, printed } = await run("replay --all", {
      checkout: checkoutOf(undefined, { app: twice }),
      pubsub: { ...pubsub, publish },
    });
    expect(isGood).toBe(false);
    expect(printed).toMatch(new RegExp(`^failed: app ${id} .*projects/p/topics/gone does not exist`));
    expect(lying(REJECTED)).toMatchObject([{ messageId: id }]);
  });
});

describe("openCheckout", () => {
  const folders: string[] = [];

  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
  });

  /** A checkout with one schema, and a build that is of it, or of what it was. */
  async function checkoutWith(code: string | undefined, isCurrent = true) {
    const folder = await mkdtemp(join(tmpdir(), "dead-letters-"));
    folders.push(folder);
    const paths = {
      validators: join(folder, "validators.mjs"),
      schemas: join(folder, "schemas"),
      sources: new URL("../../functions/sources", import.meta.url).pathname,
    };
    await mkdir(join(paths.schemas, "sources"), { recursive: true });
    const schema = join(paths.schemas, "sources/app.json");
    await writeFile(schema, '{ "title": "AppWebhook" }');
    if (code !== undefined) {
      const schemas = hashOf(await readSchemas(paths.schemas));
      await writeFile(paths.validators, `export const schemas = "${schemas}"; ${code}`);
    }
    await writeFile(schema, `{ "title": "AppWebhook"${isCurrent ? "" : ', "type": "object"'} }`);
    return openCheckout(declarations, paths);
  }

  const built =
    "export const envelope_app = () => true, kind_app_form$2esubmitted = () => true, event_form_submitted = () => false, " +
    "kind_app_registration$2echanged = () => true, event_registration_changed = () => true;";

  it("finds a source with the validators of the last build", async () => {
    const checkout = await checkoutWith(built);
    const unit = await checkout.source("app");
    expect(unit?.source.name).toBe("app");
    const { validateEnvelope, validateKind, validateEvent } = unit ?? {};
    const verdicts = [validateEnvelope, validateKind?.["form.submitted"], validateEvent?.["form.submitted"]];
    expect(verdicts.map((validate) => validate?.({}))).toEqual([true, true, false]);
    expect((await checkout.validateEvent("form.submitted"))?.({})).toBe(false);
    expect(await checkout.validateEvent("lead.converted")).toBeUndefined();
  });

  it.each(["form-submitted", "nobody", "../handlers/form-submitted", "__proto__", ""])(
    "knows no source %p",
    async (name) => {
      expect(await (await checkoutWith(built)).source(name)).toBeUndefined();
    },
  );

  it.each([
    { what: "no build", code: undefined, isCurrent: true, why: /validators\.mjs is missing: run npm run build\.$/ },
    {
      what: "a build of another schema",
      code: built,
      isCurrent: false,
      why: /^schemas\/ has changed since the last build: run npm run build\.$/,
    },
    {
      what: "a build without the source",
      code: "export const a = 1;",
      isCurrent: true,
      why: /^The last build does not know all of the source app: run npm run build\.$/,
    },
  ])("asks for a build when there is $what", async ({ code, isCurrent, why }) => {
    const checkout = await checkoutWith(code, isCurrent);
    await expect(checkout.source("app")).rejects.toThrow(why);
  });
});
