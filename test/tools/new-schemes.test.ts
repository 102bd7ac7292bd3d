import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { sourceFiles, type SourceOptions } from "../../tools/new/source/source.ts";
import { EMAIL } from "./new-senders.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ycat-schemes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function written(source: string, posted: string, options: Partial<SourceOptions> = {}) {
  const from = join(folder, source);
  await writeFile(from, posted);
  return sourceFiles(source, { from: [from], ...options });
}

async function codeOf(source: string, posted: string, options: Partial<SourceOptions> = {}): Promise<string> {
  return (await written(source, posted, options)).files.get(`functions/sources/${source}.ts`) ?? "";
}

describe("how a new source signs", () => {
  const PAYLOAD = JSON.stringify({ id: "1", type: "lead.created", email: EMAIL });
  const requestWith = (header: string) => `POST / HTTP/1.1\nContent-Type: application/json\n${header}\n\n${PAYLOAD}`;

  it.each([
    [
      "X-Acme-Signature: sha256=" + "ab".repeat(32),
      'header: "x-acme-signature", digest: "sha256", encoding: "hex", prefix: "sha256="',
    ],
    ["X-Acme-Hmac: " + Buffer.alloc(20, 7).toString("base64"), 'digest: "sha1", encoding: "base64"'],
    [
      `Acme-Signature: t=1793611800123, v1=${"ab".repeat(32)}`,
      '{ name: "Acme", header: "acme-signature", unit: "ms" }',
    ],
    ["Svix-Signature: v1,abc", "svix()"],
    ["Webhook-Signature: v1,abc", "standardWebhooks()"],
    ["Authorization: Basic dTpw", "basic()"],
  ])("is guessed of %s", async (header, code) => {
    expect(await codeOf("acme", requestWith(header))).toContain(code);
  });

  it.each<[Partial<SourceOptions>, string]>([
    [{ header: "X-Acme", encoding: "base64" }, 'hmacOfBody({ name: "Acme", header: "x-acme", encoding: "base64" })'],
    [{ scheme: "timestamped-pairs", header: "X-Acme" }, 'timestampedPairs({ name: "Acme", header: "x-acme" })'],
    [{ scheme: "static-header", header: "X-Api-Key" }, 'staticHeader({ name: "Acme", header: "x-api-key" })'],
  ])("is as it is said: %j", async (options, code) => {
    expect(await codeOf("acme", PAYLOAD, options)).toContain(code);
  });

  it.each<[string, Partial<SourceOptions>, string]>([
    [requestWith(`X-Acme: t=1793611800,v1=${"ab".repeat(32)}`), { header: "X-Acme" }, "add window: backFor(HOUR) of"],
    [requestWith(`X-Signature: t=1793611800,v1=${"ab".repeat(32)}`), {}, "add window: backFor(HOUR) of"],
    [PAYLOAD, { scheme: "timestamped-pairs", header: "X-Acme" }, "add window: backFor(HOUR) of"],
    [requestWith("X-Acme-Hmac: " + Buffer.alloc(20, 7).toString("base64")), {}, "HMAC of the body (sha1, base64)"],
  ])("notes what nothing proves: %j %j", async (posted, options, note) => {
    expect((await written("acme", posted, options)).notes?.join("\n")).toContain(note);
  });

  it("notes a sample that the source would refuse for its size", async () => {
    const large = JSON.stringify({ ...JSON.parse(PAYLOAD), text: "x".repeat(2 ** 20) });
    const { notes } = await written("acme", large, { scheme: "hmac-of-body", header: "X-Acme" });
    expect(notes).toContainEqual(
      expect.stringContaining("lead.created.json is larger than the 1048576 bytes that a source accepts"),
    );
  });

  it.each<[string, Partial<SourceOptions>, string]>([
    ["acme", {}, "--scheme is missing, which says how acme signs; of any sender"],
    ["acme", {}, "--scheme hmac-of-body --header x-NAME-signature"],
    [
      "acme",
      { scheme: "acme" },
      '"acme"; of any sender, as its documentation has it:\n  --scheme hmac-of-body --header',
    ],
    ["acme", {}, 'docs/sources.md, "A signature of its own"'],
    ["acme", { scheme: "hmac-of-body" }, "--header names the header"],
    ["acme", { header: "x", digest: "sha-256" }, 'did you mean "sha256"?'],
    ["acme", { scheme: "stripe", header: "x" }, "--header is nothing that stripe is told"],
    ["sendgrid", {}, "sendGrid signs with a private key"],
    ["shopify", {}, "--kind x-shopify-topic=WHAT_IT_HELD"],
    ["acme", { scheme: "basic", kind: "X-Topic" }, "--kind X-Topic=orders/create"],
  ])("is told what is missing: %s %j", async (source, options, sentence) => {
    await expect(codeOf(source, PAYLOAD, options)).rejects.toThrow(sentence);
  });
});
