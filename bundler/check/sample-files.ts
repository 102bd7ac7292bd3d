import { existsSync, readdirSync } from "node:fs";
import { extname, join } from "node:path";
import { didYouMean } from "../../functions/runtime/define/nearest.ts";
import { root } from "../paths.ts";
import { ENDINGS, HEADERS } from "../read/samples.ts";
import type { Schemas } from "../read/schemas.ts";
import type { Units } from "../read/units.ts";

/** Files among the samples that are not samples: a sentence each. */
export function sampleFileFaults(
  { sources }: Pick<Units, "sources">,
  { events }: Pick<Schemas, "events">,
  samples = join(root, "samples"),
): string[] {
  const names = sources.map(({ specification }) => specification.name);
  return [
    ...entriesOf(samples)
      .filter(({ name }) => !["events", "records", "webhooks"].includes(name) && !name.endsWith(".md"))
      .map(({ name }) => `samples/${name}: it is not read: samples/webhooks/SOURCE and samples/events/EVENT.TYPE are.`),
    ...groupFaults(samples, "webhooks", {
      what: "source",
      example: "samples/webhooks/SOURCE/KIND.json",
      names,
      endings: ENDINGS,
    }),
    ...groupFaults(samples, "events", {
      what: "event type",
      example: "samples/events/EVENT.TYPE/NAME.json",
      names: [...events.keys()],
      endings: new Set([".json"]),
    }),
  ];
}

interface Group {
  readonly what: string;
  readonly example: string;
  readonly names: readonly string[];
  readonly endings: ReadonlySet<string>;
}

function groupFaults(
  samples: string,
  group: "webhooks" | "events",
  { what, example, names, endings }: Group,
): string[] {
  return entriesOf(join(samples, group)).flatMap((entry) => {
    const place = `samples/${group}/${entry.name}`;
    if (!entry.isDirectory()) return entry.name.endsWith(".md") ? [] : [`${place}: it is not read: ${example} is.`];
    if (!names.includes(entry.name))
      return group === "events"
        ? []
        : [`${place}: there is no ${what} ${entry.name} (${didYouMean(entry.name, names)}).`];
    const files = entriesOf(join(samples, group, entry.name)).map(({ name }) => name);
    return files.flatMap((file) => fileFault(file, files, endings).map((fault) => `${place}/${file}: ${fault}`));
  });
}

function fileFault(file: string, all: readonly string[], endings: ReadonlySet<string>): string[] {
  if (file.endsWith(".md")) return [];
  if (!endings.has(extname(file))) return [`it is not read: a sample's name ends in ${[...endings].join(", ")}.`];
  if (!file.endsWith(HEADERS)) return [];
  const name = file.slice(0, -HEADERS.length);
  return all.some((one) => one !== file && one.slice(0, -extname(one).length) === name)
    ? []
    : [`it is not read: there is no sample ${name}.json whose headers it could be.`];
}

function entriesOf(folder: string) {
  const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
  return entries.filter(({ name }) => !/^\.|^Thumbs\.db$|~$/.test(name)); // left behind by systems and editors
}
