import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

/** What a generated handler does. */
interface Shape {
  readonly name: string;
  readonly uses: readonly string[];
  readonly steps: readonly string[];
}

const PERSON = `const person =
      (await salesforce.findPerson(email)) ?? (await salesforce.createLead(email, { LastName: "Unknown", Company: "Unknown" }));`;
const SEND = `await customerio.sendEvent(event, NAME, {});`;
const IDENTIFY = `await customerio.ensurePerson(event, { [NAME]: true });`;
const POST = `await slack.post(event, CHANNEL, { name: NAME, lines: ["Told by " + NAME] });`;

const SHAPES: readonly Shape[] = [
  { name: "lead", uses: ["salesforce"], steps: [PERSON] },
  { name: "event", uses: ["customerio"], steps: [SEND] },
  { name: "identify", uses: ["customerio"], steps: [IDENTIFY] },
  { name: "slack", uses: ["slack"], steps: [POST] },
  { name: "lead-and-event", uses: ["salesforce", "customerio"], steps: [PERSON, SEND] },
];

/** Existing event types, with two samples each. */
const PRESENT = ["form.submitted", "contact.unsubscribed"];

/** Writes this many event types with samples, and handlers of various kinds. Returns the handlers' files. */
export async function writeHandlers(
  folder: string,
  counts: { readonly types: number; readonly handlers: number },
): Promise<string[]> {
  const fresh = Array.from({ length: counts.types - PRESENT.length }, (_, index) => `made.${lettersOf(index)}`);
  for (const type of fresh) {
    await write(folder, `schemas/${type}.json`, JSON.stringify(schemaOf(type)));
    await write(folder, `samples/events/${type}/full.json`, JSON.stringify(sampleOf(type)));
  }
  const types = [...PRESENT, ...fresh];
  const channels: Record<string, string> = { $schema: "./schemas/slack.json" };
  const files: string[] = [];
  for (let index = 0; index < counts.handlers; index += 1) {
    const shape = SHAPES[index % SHAPES.length];
    if (shape === undefined) continue;
    const name = `made-${lettersOf(index)}-${shape.name}`;
    const channel = `C0MADE${String(index).padStart(5, "0")}`;
    channels[name] = channel;
    const file = `functions/handlers/${name}.ts`;
    await write(folder, file, handlerOf(shape, { name, channel, type: types[index % types.length] ?? "" }));
    files.push(file);
  }
  await write(folder, "functions/configuration/slack.json", JSON.stringify(channels));
  return files;
}

/** `a`, `b` … `z`, `ba`. */
function lettersOf(index: number): string {
  const last = String.fromCodePoint("a".charCodeAt(0) + (index % 26));
  return index < 26 ? last : `${lettersOf(Math.floor(index / 26))}${last}`;
}

function handlerOf(
  { uses, steps }: Shape,
  { name, channel, type }: { readonly name: string; readonly channel: string; readonly type: string },
): string {
  return `import { defineHandler } from "../runtime/define/handler.ts";
const [NAME, CHANNEL] = ["${name.replaceAll("-", "_")}", "${channel}"];
export default defineHandler({
  name: "${name}",
  eventType: "${type}",
  uses: ${JSON.stringify(uses)},
  delivery: { ordered: true, timeoutSeconds: 60 },
  async run(event, { ${uses.join(", ")} }) {
    const { email } = event.data;
    ${steps.join("\n    ")}
  },
});
`;
}

function schemaOf(type: string): object {
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: type.replaceAll(/(?:^|\W)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    description: "Made for the benchmark.",
    type: "object",
    required: ["email"],
    properties: {
      email: { type: "string", format: "email", maxLength: 80 },
      plan: { type: "string", maxLength: 40 },
    },
  };
}

function sampleOf(type: string): object {
  return {
    specversion: "1.0",
    id: `evt_${type}`,
    source: "/sources/app",
    type,
    subject: "ada@example.com",
    time: "2026-11-02T09:30:00.000Z",
    data: { email: "ada@example.com", plan: "free" },
  };
}

async function write(folder: string, file: string, text: string): Promise<void> {
  await mkdir(dirname(join(folder, file)), { recursive: true });
  await writeFile(join(folder, file), text);
}
