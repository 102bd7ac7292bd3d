import { existsSync, readdirSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { root } from "../paths.ts";
import { parseJson } from "./json.ts";

/** A file below samples/: samples/webhooks/SOURCE/KIND.json, samples/events/EVENT.TYPE/NAME.json. */
export interface Sample {
  /** The source or event type. */
  readonly of: string;
  /** The file's name without its suffix. */
  readonly name: string;
  /** For a webhook, its kind's file name. A suffix after + distinguishes samples of one kind. */
  readonly kind: string;
  /** Relative to the checkout's root. */
  readonly file: string;
  /** Extra headers of a webhook, from KIND.headers.json. */
  readonly headers: Readonly<Record<string, string>>;
  /** The file's text, with {{id}} and {{now}} where the sender's values vary. */
  readonly template: string;
}

export const HEADERS = ".headers.json";
export const ENDINGS: ReadonlySet<string> = new Set([".json", ".xml", ".form"]);

export function webhookSamples(samples = join(root, "samples")): Sample[] {
  return readSamples(samples, "webhooks");
}

export function eventSamples(samples = join(root, "samples")): Sample[] {
  return readSamples(samples, "events");
}

function readSamples(samples: string, group: "webhooks" | "events"): Sample[] {
  const entries = existsSync(join(samples, group)) ? readdirSync(join(samples, group), { withFileTypes: true }) : [];
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name); // skips .DS_Store
  return folders.toSorted().flatMap((of) => {
    const files = readdirSync(join(samples, group, of)).toSorted();
    const read = (file: string) => readFileSync(join(samples, group, of, file), "utf8");
    return files
      .filter((file) => ENDINGS.has(extname(file)) && !file.endsWith(HEADERS))
      .map((file) => {
        const name = file.slice(0, -extname(file).length);
        const place = `samples/${group}/${of}`;
        const headers = files.includes(name + HEADERS)
          ? headersIn(`${place}/${name}${HEADERS}`, read(name + HEADERS))
          : {};
        const kind = name.replace(/\+.*/, "");
        return { of, name, kind, file: `${place}/${file}`, headers, template: read(file) };
      });
  });
}

/** @throws SpecificationError that names the file, if it does not hold headers */
function headersIn(file: string, text: string): Record<string, string> {
  const headers = Object.entries(Object(parseJson(file, text)));
  const wrong = headers.find(
    ([name, value]) => typeof value !== "string" || !/^[\w-]+$/.test(name) || /^\d+$/.test(name),
  );
  if (wrong !== undefined)
    throw new SpecificationError(`${file}: "${wrong[0]}" is no header: an object of names and texts is expected.`);
  return Object.fromEntries(headers.map(([name, value]) => [name, String(value)]));
}

/**
 * A sample as its sender would send it. {{id}} becomes the id, {{now}} the time as RFC 3339, {{now:s}} and {{now:ms}}
 * the Unix time in seconds and milliseconds: numbers, where the placeholder is a JSON string of its own.
 */
export function fillSample({ template }: Pick<Sample, "template">, { id, now }: { id: string; now: number }): Buffer {
  const [seconds, milliseconds] = [String(Math.floor(now / 1000)), String(now)];
  const text = template
    .replaceAll("{{id}}", () => id)
    .replaceAll("{{now}}", new Date(now).toISOString())
    .replaceAll(/"\{\{now:s\}\}"|\{\{now:s\}\}/g, seconds)
    .replaceAll(/"\{\{now:ms\}\}"|\{\{now:ms\}\}/g, milliseconds);
  return Buffer.from(text);
}
