import { readArguments, readCount, readMs } from "../arguments.ts";
import { readFilters, type Selection, FILTER_KEYS } from "./filters.ts";
import type { PlaceOptions } from "../place.ts";
import { checkBecause } from "../../local/console/dead-letters/discarding.ts";
import type { Pace } from "../../local/console/dead-letters/paced/paced.ts";
import { UsageError } from "../../local/core/problems.ts";

interface Common {
  readonly place: PlaceOptions;
  readonly selection: Selection;
  /** Maximum number of messages to read from each topic. */
  readonly limit: number;
  readonly isJson: boolean;
  /** Looks among discarded letters instead of waiting ones. */
  readonly ofDiscarded: boolean;
}

export type Command =
  | (Common & { readonly name: "list" | "show" })
  | (Common & {
      readonly name: "plan";
      /** Number of letters to rehearse; 0: none. */
      readonly rehearsed: number;
    })
  | (Common & {
      readonly name: "replay";
      readonly isDryRun: boolean;
      readonly dropIgnored: boolean;
      readonly most: number;
      /** Letters per second. */
      readonly rate: number;
      /** Undefined: all at once, without waiting for the outcome. */
      readonly pace: Pace | undefined;
    })
  | (Common & { readonly name: "discard"; readonly because: string })
  | (Common & { readonly name: "restore" })
  | (Common & {
      readonly name: "pull";
      readonly id: string;
      /** Name of the sample. Undefined: derived from the id. */
      readonly called: string | undefined;
      readonly isAsIs: boolean;
      readonly withRecords: boolean;
    });

/** Each rehearsal uses a few reads of the systems' allowances. */
const MOST_REHEARSED = "20";

/** Options that belong to some commands only. */
const BELONGING: Readonly<Record<string, readonly string[]>> = {
  all: ["replay"],
  "dry-run": ["replay"],
  "drop-ignored": ["replay"],
  max: ["replay", "plan"],
  effects: ["plan"],
  rate: ["replay"],
  canary: ["replay"],
  "stop-at": ["replay"],
  settle: ["replay"],
  wait: ["replay"],
  because: ["discard"],
  discarded: ["list", "show", "pull"],
  name: ["pull"],
  "as-is": ["pull"],
  "with-records": ["pull"],
};

/** @throws UsageError */
export function readCommand(texts: readonly string[]): Command {
  const {
    positionals: [name, ...ids],
    values,
  } = parse(texts);
  checkBelonging(values, name);
  const common = {
    place: { project: values.project, prefix: values.prefix },
    selection: { ids, filters: readFilters(values.filter) },
    limit: readCount("limit", values.limit),
    isJson: values.json,
    ofDiscarded: values.discarded || name === "restore",
  };
  switch (name) {
    case "list":
      if (ids.length > 0) throw new UsageError("list takes no ids: show ID shows one.");
      return { name, ...common };
    case "show":
      if (ids.length === 0) throw new UsageError("show which one? list names an id of each group.");
      return { name, ...common };
    case "plan":
      return { name, ...common, rehearsed: values.effects ? readCount("max", values.max ?? MOST_REHEARSED) : 0 };
    case "replay":
      checkReplay(common.selection, values.all);
      return { name, ...common, ...readPacing(values) };
    case "discard":
    case "restore":
      if (ids.length === 0 && common.selection.filters.size === 0)
        throw new UsageError(`${name} which ones? Give ids or --filter KEY=VALUE.`);
      if (name === "restore") return { name, ...common };
      return { name, ...common, because: checkBecause(values.because, "--because") };
    case "pull":
      return { name, ...common, ...readPull(ids, values) };
    default:
      throw new UsageError(
        name === undefined
          ? usage
          : `There is no command ${name}: there are list, show, plan, replay, discard, restore and pull (--help).`,
      );
  }
}

function readPull([id, ...more]: readonly string[], values: Values) {
  if (id === undefined || id === "" || more.length > 0)
    throw new UsageError("pull which one? Give one id: list names an id of each group.");
  const { name: called, "as-is": isAsIs, "with-records": withRecords } = values;
  if (called !== undefined && !/^[A-Za-z0-9][\w.-]*$/.test(called))
    throw new UsageError(`--name is "${called}"; what a file may be called is expected, without its ending.`);
  return { id, called, isAsIs, withRecords };
}

type Values = ReturnType<typeof parse>["values"];

function checkBelonging(values: Values, name = ""): void {
  if (values.all && ["discard", "restore"].includes(name))
    throw new UsageError(`--all belongs to replay: ${name} takes ids or --filter KEY=VALUE, such as handler=NAME.`);
  for (const [option, commands] of Object.entries(BELONGING)) {
    const isGiven = option in values && Boolean(values[option as keyof Values]);
    if (isGiven && !commands.includes(name))
      throw new UsageError(`--${option} belongs to ${new Intl.ListFormat("en").format(commands)}.`);
  }
}

function readPacing(values: Values) {
  return {
    isDryRun: values["dry-run"],
    dropIgnored: values["drop-ignored"],
    most: values.max === undefined ? Infinity : readCount("max", values.max),
    rate: values.rate === undefined ? Infinity : readCount("rate", values.rate),
    pace: readPace(values),
  };
}

const STOP_AT = "10%";
const SETTLE = "60s";

function readPace(values: Values): Pace | undefined {
  const { canary, "stop-at": stopAt, settle, wait } = values;
  if (canary === undefined && stopAt === undefined && settle === undefined && !wait) return undefined;
  return {
    canary: canary === undefined ? 0 : readCount("canary", canary),
    stopAt: readShare(stopAt ?? STOP_AT),
    settleMs: readMs(settle ?? SETTLE),
    isAwaited: wait,
  };
}

function readShare(text: string): number {
  const percent = /^(\d{1,3})%?$/.exec(text)?.[1];
  if (percent === undefined || Number(percent) > 100)
    throw new UsageError(`--stop-at is "${text}"; a part of those that are out is expected, from 0% to 100%.`);
  return Number(percent) / 100;
}

function parse(texts: readonly string[]) {
  return readArguments(texts, {
    allowPositionals: true,
    options: {
      all: { type: "boolean", default: false },
      "as-is": { type: "boolean", default: false },
      because: { type: "string" },
      canary: { type: "string" },
      discarded: { type: "boolean", default: false },
      "drop-ignored": { type: "boolean", default: false },
      "dry-run": { type: "boolean", default: false },
      effects: { type: "boolean", default: false },
      filter: { type: "string", multiple: true, default: [] },
      json: { type: "boolean", default: false },
      limit: { type: "string", default: "10000" },
      max: { type: "string" },
      name: { type: "string" },
      prefix: { type: "string" },
      project: { type: "string" },
      rate: { type: "string" },
      settle: { type: "string" },
      "stop-at": { type: "string" },
      wait: { type: "boolean", default: false },
      "with-records": { type: "boolean", default: false },
    },
  });
}

/** Replaying everything has to be explicit, never the result of a forgotten argument. */
function checkReplay({ ids, filters }: Selection, isAll: boolean): void {
  const isNarrowed = ids.length > 0 || filters.size > 0;
  if (!isNarrowed && !isAll)
    throw new UsageError("replay which ones? Give ids, --filter KEY=VALUE or --all; --dry-run changes nothing.");
  if (isNarrowed && isAll)
    throw new UsageError("--all replays everything: leave out either it or the ids and filters.");
}

export const usage = `npm run dead-letters -- list | show ID… | plan [ID…] | replay [ID…] | discard ID… | restore ID… | pull ID [options]

  list                  counts dead letters and quarantined webhooks, by handler or source and reason
  show ID…              prints messages in full, payload included; ID is that of an event or of a message
  plan [ID…]            shows what a replay would do: what is stale or late, what would stay, and its share of each allowance
  replay ID…            publishes the messages with these ids again
  replay --all          publishes all of them again
  discard ID…           moves messages that nobody needs to a topic of their own, which keeps them for 31 days; needs --because
  restore ID…           brings discarded messages back
  pull ID               writes a sample from a dead letter or a quarantined webhook or, if there is none with this id, from an
                        event in the project's archive or in npm start's journal; personal data is replaced

  --filter KEY=VALUE    selects messages, for list too; repeated with another key it narrows the selection, with the same key
                        it widens it (keys: ${FILTER_KEYS.join(", ")}; durations are like 15m, 2h, 7d)
  --effects             plan: also shows what each would write, by record and field; systems are read, and not written to
  --dry-run             replay: shows what would be replayed, and changes nothing
  --max N               replay: only the N oldest; plan --effects: only N (default 20)
  --rate N              replay: at most N a second
  --canary N            replay: N first, and the rest only if those succeeded
  --stop-at P%          replay: stops once more than P % of those already replayed have failed again (default 10 %)
  --settle DURATION     replay: how long to wait for the result of --canary (default 60s)
  --wait                replay: ends only when the result of every message is known
  --because TEXT        discard: the reason, which is kept with the messages
  --with-records        pull: also writes the records that the event's handlers read in their systems, for the stand-ins
  --as-is               pull: keeps the personal data
  --name NAME           pull: the sample's name
  --discarded           list, show and pull: discarded messages instead
  --drop-ignored        replay: also removes quarantined webhooks that the mapping now ignores
  --project ID          a Google Cloud project; the default is what npm start runs at PORT (8080)
  --prefix TEXT         the PREFIX of that deployment; the default is $PREFIX
  --limit N             reads at most N messages of each topic (default 10000)
  --json                prints JSON

While a command reads messages, nobody else can see them. It returns them all when it ends, also after Ctrl-C.
Exit codes: 0 done, 1 something could not be read, found or replayed, 2 wrong arguments.
`;
