import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { readGiven } from "../../tools/new/payload/read.ts";

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
  const { payloads } = await readGiven(join(folder, "payload"));
  expect(payloads).toHaveLength(1);
  return payloads[0];
}

describe("readGiven", () => {
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
    ["what n8n keeps of an item", JSON.stringify([{ json: { headers: { host: "example.com" }, body: PAYLOAD } }])],
    [
      "what webhook.site keeps",
      JSON.stringify({ uuid: "u", type: "web", content: JSON_TEXT, headers: { host: ["webhook.site"] } }),
    ],
    [
      "what API Gateway passes on",
      JSON.stringify({
        headers: { host: "example.com" },
        body: Buffer.from(JSON_TEXT).toString("base64"),
        isBase64Encoded: true,
      }),
    ],
    ["a list with two commas", JSON_TEXT.replace('"a"', '"a",,')],
    ["JSON that was made JSON twice", JSON.stringify(JSON_TEXT)],
  ])("reads %s", async (_what, content) => {
    expect(await read(content)).toEqual(PAYLOAD);
  });

  it.each([
    ["nothing", " \n", "it is empty."],
    ["a compressed body", gzipSync(JSON_TEXT), "it is compressed"],
    ["a picture", Buffer.from("89504e470d0a1a0a0000ff", "hex"), "it is no text"],
    ["a list of texts", '["a","b"]', "it is a list, and not of objects"],
    ["a line for each", `${JSON.stringify(PAYLOAD)}\n${JSON.stringify(PAYLOAD)}\n`, "it holds a webhook in each line"],
    ["XML", "<?xml version='1.0'?><order/>", "it is XML"],
    ["a page", "<!DOCTYPE html><html></html>", "it is a page (HTML)"],
    ["YAML", "id: evt_1\ntype: order.created\n", "it is YAML"],
    ["CSV", "name,email\nAda,ada@example.com\n", "it is CSV"],
    ["more than a value", `${JSON_TEXT}\nAda`, "expected: something follows the value."],
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

  it.each([
    ["a form", "email=mina%40acme.pl&form[id]=7", { email: "mina@acme.pl", form: { id: "7" } }],
    [
      "a form in parts, with JSON in a field",
      '--x\r\nContent-Disposition: form-data; name="raw"\r\n\r\n{"a":"1"}\r\n--x--',
      { raw: { a: "1" } },
    ],
    ["what curl posts of a form", "curl https://example.com -d 'a=1&b=2'", { a: "1", b: "2" }],
  ])("reads %s", async (_what, content, payload) => {
    await writeFile(join(folder, "payload"), content);
    expect(await readGiven(join(folder, "payload"))).toMatchObject({ body: "form", payloads: [payload] });
  });

  it.each([
    ["alone", [PAYLOAD, PAYLOAD], [], {}],
    ["in an object", { events: [PAYLOAD], meta: { id: "WB1" } }, ["events"], { events: [], meta: { id: "WB1" } }],
  ])("reads a list of webhooks that stands %s", async (_what, posted, items, around) => {
    await writeFile(join(folder, "payload"), JSON.stringify(posted));
    const payloads = expect.arrayContaining([PAYLOAD]);
    expect(await readGiven(join(folder, "payload"))).toMatchObject({ items, around, payloads });
  });

  it("takes no list of an order's for one of webhooks", async () => {
    const order = { type: "order.created", items: [{ type: "shirt" }] };
    await writeFile(join(folder, "payload"), JSON.stringify(order));
    expect(await readGiven(join(folder, "payload"))).not.toHaveProperty("items");
  });

  it("reads a form that a recorder keeps", async () => {
    const headers = { host: "example.com", "content-type": "application/x-www-form-urlencoded" };
    await writeFile(join(folder, "payload"), JSON.stringify({ headers, body: "type=sub&data%5Bemail%5D=a%40b.io" }));
    expect(await readGiven(join(folder, "payload"))).toMatchObject({
      body: "form",
      headers,
      payloads: [{ type: "sub", data: { email: "a@b.io" } }],
    });
  });

  it("keeps the request's headers", async () => {
    await writeFile(join(folder, "payload"), `curl https://example.com -H 'X-Topic: orders/create' -d '${JSON_TEXT}'`);
    expect(await readGiven(join(folder, "payload"))).toMatchObject({ headers: { "x-topic": "orders/create" } });
    await writeFile(join(folder, "payload"), `POST /hook HTTP/1.1\r\nX-Topic: orders/paid\r\n\r\n${JSON_TEXT}`);
    expect(await readGiven(join(folder, "payload"))).toMatchObject({ headers: { "x-topic": "orders/paid" } });
  });
});
