import { createHmac } from "node:crypto";
import { mkdir, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import type { Source } from "../../functions/runtime/define/source.ts";
import type { SignatureScheme } from "../../functions/runtime/signatures/scheme.ts";
import type { SourceUnit } from "../../functions/runtime/receive/unit.ts";
import { root } from "../../bundler/paths.ts";
import { readSchemas } from "../../bundler/read/schemas.ts";
import { sourceUnit } from "../../bundler/read/source-unit.ts";
import { compileValidators } from "../../bundler/write/validators.ts";
import { type Checkout, copyCheckout } from "../harness/checkout.ts";
import { receive, signedRequest } from "../harness/webhook.ts";

const text = { type: "string" };
const required = (properties: object) => ({ type: "object", required: Object.keys(properties), properties });

/** What somebody who adds the source of README writes besides: names as the example has them. */
const FILES = {
  "schemas/sources/acme.json": { title: "AcmeEnvelope", ...required({ action: text }) },
  "schemas/sources/acme/attendee.registered.json": {
    title: "AcmeAttendeeRegistered",
    ...required({
      id: text,
      created: text,
      attendee: required({ email: text, firstName: text, lastName: text, company: text }),
    }),
  },
  "samples/webhooks/acme/attendee.registered.json": {
    action: "attendee.registered",
    id: "{{id}}",
    created: "{{now}}",
    attendee: { email: "ada@example.com", firstName: "Ada", lastName: "Lovelace", company: "Analytical Engines" },
  },
};

describe("the source that README adds", () => {
  let checkout: Checkout;
  let unit: SourceUnit;
  beforeAll(async () => {
    checkout = await copyCheckout();
    const readme = await readFile(join(root, "README.md"), "utf8");
    const [, code = ""] = /## Add a source[^]*?```ts\n([^]*?)```/.exec(readme) ?? [];
    for (const [file, content] of [
      ["functions/sources/acme.ts", code],
      ...Object.entries(FILES).map(([path, value]) => [path, JSON.stringify(value)] as const),
    ] as const) {
      await mkdir(dirname(join(checkout.folder, file)), { recursive: true });
      await checkout.edit(file, () => content);
    }
    const { code: exit, output } = await checkout.build();
    expect([exit, output]).toEqual([0, expect.stringContaining("Built")]);
    const path = join(checkout.folder, "functions/sources/acme.ts");
    const { default: source }: { default: Source } = await import(pathToFileURL(path).href);
    unit = sourceUnit(source, compileValidators(await readSchemas(join(checkout.folder, "schemas"))));
  });
  afterAll(async () => {
    await checkout[Symbol.asyncDispose]();
  });

  const receiveBody = (body: object) => receive(unit, signedRequest(unit.source, Buffer.from(JSON.stringify(body))));

  it("may sign as docs/sources.md shows", async () => {
    const docs = await readFile(join(root, "docs/sources.md"), "utf8");
    const [, code = ""] = /### A signature of its own[^]*?```ts\n([^]*?)```/.exec(docs) ?? [];
    const file = "functions/sources/acme-signature.ts";
    await checkout.edit(file, () => `${code}export default signature;\n`);
    const { default: signature }: { default: SignatureScheme } = await import(
      pathToFileURL(join(checkout.folder, file)).href
    );
    const body = Buffer.from("{}");
    const mac = createHmac("sha256", "secret").update("1793611800:{}").digest("hex");
    const verdictOf = (v1: string) =>
      signature.verify(
        { method: "POST", url: "/", headers: { "x-acme-signature": `ts=1793611800;h1=${v1}` }, body },
        [signature.key("secret")],
        1_793_611_800_000,
      );
    expect([mac, mac.replaceAll(/./g, "0")].map(verdictOf)).toEqual(["genuine", "forged"]);
  });

  it("publishes what it maps", async () => {
    const { attendee } = FILES["samples/webhooks/acme/attendee.registered.json"];
    const body = { action: "attendee.registered", id: "evt_1", created: "2026-11-02T09:30:00Z", attendee };
    expect((await receiveBody(body)).answer.body).toEqual({ outcome: "published", events: ["evt_1"] });
  });

  it("ignores what it does not, whatever it looks like", async () => {
    const { answer } = await receiveBody({ action: "group.deleted" });
    expect(answer).toEqual({ status: 201, body: { outcome: "ignored", reason: "group.deleted is nothing to ycat" } });
  });
});
