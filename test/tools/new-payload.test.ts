import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readPayload } from "../../tools/new/payload/read.ts";

const PAYLOAD = {
  id: "evt_1",
  type: "order.created",
  customer: { email: "mina@acme.pl" },
  tags: ["a"],
  total: -12.5,
  note: null,
};
const JSON_TEXT = JSON.stringify(PAYLOAD, null, 2);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ycat-payload-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function read(content: string | Buffer): Promise<unknown> {
  await writeFile(join(folder, "payload"), content);
  return readPayload(join(folder, "payload"));
}

describe("readPayload", () => {
  it.each([
    ["JSON with a byte order mark", `\ufeff${JSON_TEXT}`],
    ["UTF-16, as Windows saves it", Buffer.from(`\ufeff${JSON_TEXT}`, "utf16le")],
    ["line ends of Windows", JSON_TEXT.replaceAll("\n", "\r\n")],
    ["comments and a comma too many", `// as sent\n${JSON_TEXT.replace("null", "null, /* none */")}`],
    ["an object of JavaScript", `const payload = ${JSON_TEXT.replaceAll(/"(\w+)":/g, "$1:").replaceAll('"', "'")};`],
    ["a dictionary of Python", JSON_TEXT.replaceAll('"', "'").replace("null", "None")],
    ["typographic quotes", JSON_TEXT.replaceAll(/"([^"]*)"/g, "“$1”")],
    ["the fence of a README", `An order:\n\n\`\`\`json\n${JSON_TEXT}\n\`\`\`\n`],
    ["curl", `curl -X POST https://example.com/hook \\\n  -H 'X-Key: abc' \\\n  --data-raw '${JSON_TEXT}'`],
    [
      "curl with double quotes",
      `curl https://example.com -d "${JSON.stringify(PAYLOAD).replaceAll('"', String.raw`\"`)}"`,
    ],
    ["a request", `POST /hook HTTP/1.1\r\nHost: example.com\r\nX-Signature: abc\r\n\r\n${JSON_TEXT}`],
    [
      "what a recorder keeps",
      JSON.stringify({ method: "POST", headers: { "Content-Type": "application/json" }, body: JSON_TEXT }),
    ],
    ["what a workflow shows", JSON.stringify([{ headers: { host: "example.com" }, query: {}, body: PAYLOAD }])],
    ["JSON that was made JSON twice", JSON.stringify(JSON_TEXT)],
  ])("reads %s", async (_what, content) => {
    expect(await read(content)).toEqual(PAYLOAD);
  });

  it.each([
    ["nothing", " \n", "it is empty."],
    ["a compressed body", gzipSync(JSON_TEXT), "it is compressed"],
    ["a picture", Buffer.from("89504e470d0a1a0a0000ff", "hex"), "it is no text"],
    ["several", `[${JSON_TEXT},${JSON_TEXT}]`, "it is a list of 2"],
    ["a line for each", `${JSON.stringify(PAYLOAD)}\n${JSON.stringify(PAYLOAD)}\n`, "it holds a webhook in each line"],
    ["a form", "email=mina%40acme.pl&form[id]=7", "it is a form: "],
    ["a form in parts", '--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--', "it is a form in parts"],
    ["XML", "<?xml version='1.0'?><order/>", "it is XML"],
    ["a page", "<!DOCTYPE html><html></html>", "it is a page (HTML)"],
    ["YAML", "id: evt_1\ntype: order.created\n", "it is YAML"],
    ["base64", Buffer.from(JSON_TEXT).toString("base64"), "it is base64"],
    ["a curl command that posts a file", "curl https://example.com -d @order.json", "it is a curl command without"],
    ["a description", '{"openapi":"3.1.0","paths":{}}', "it is a description of an API"],
    ["a schema", '{"$schema":"https://json-schema.org/draft/2020-12/schema","properties":{}}', "it is a JSON Schema"],
    ["a recording", '{"log":{"entries":[]}}', "it is a recording (HAR)"],
    ["dots for what was left out", '{\n  "id": "evt_1",\n  ...\n}', ":4: it is no JSON"],
    [
      "code",
      '{\n  id: "evt_1",\n  at: Date.now() }',
      ":3: it is no JSON, where a JSON object is expected: there is code",
    ],
  ])("says that it is %s", async (_what, content, sentence) => {
    await expect(read(content)).rejects.toThrow(sentence);
  });
});
