import type { Event } from "../../../functions/runtime/define/handler.ts";
import { leavesIn } from "../leaves.ts";
import type { Harm, Watched } from "./harms.ts";

/** A value that a run has written, in a new record or in the place of another. */
interface Written {
  readonly records: string;
  /** As records name it; what is in it, by its own name. */
  readonly field: string;
  readonly name: string;
  readonly value: unknown;
  /** Of a field that the record had not got: one that it has, and whose name differs in spelling alone. */
  readonly twin?: string | undefined;
}

/** A value of the event's data. */
interface Said {
  readonly name: string;
  readonly value: unknown;
}

/** What is written and can't be meant, whatever the handler is for. `inSeconds`: the systems that take each number that is a time for seconds. */
export function misspellings(watched: Watched, event: Event, inSeconds: readonly string[] = []): Harm[] {
  const said = [...leavesIn(event.data)].map(({ path, value }) => ({ name: String(path.at(-1) ?? ""), value }));
  const written = writtenIn(watched);
  return written.flatMap((one) => {
    const rule =
      otherSpelling(one) ??
      nothingIn(one, event) ??
      wrongUnit(one, said, inSeconds) ??
      otherFieldIn(one, said) ??
      (typeof one.value === "string" ? cutIn(one, one.value, said, written) : undefined);
    return rule === undefined ? [] : [{ records: one.records, field: one.field, rule }];
  });
}

function writtenIn({ before, after }: Watched): Written[] {
  const known = new Map(before.map(({ key, fields }) => [key, fields]));
  return after.flatMap(({ key, kind: records, fields }) =>
    Object.entries(fields)
      .filter(([field, value]) => JSON.stringify(value) !== JSON.stringify(known.get(key)?.[field]))
      .flatMap(([field, inside]) =>
        [...leavesIn(inside, [field])].map(({ path, value }) => {
          const name = path.findLast((step) => typeof step === "string") ?? field;
          return { records, field, name, value, twin: twinIn(known.get(key), field) };
        }),
      ),
  );
}

function twinIn(before: Readonly<Record<string, unknown>> = {}, field: string): string | undefined {
  return field in before ? undefined : Object.keys(before).find((other) => bare(other) === bare(field));
}

function otherSpelling({ records, field, twin }: Written): string | undefined {
  return twin && `writes ${field} of ${records}, which has ${twin}: one thing under two names`;
}

const NOTHING = /\[object \w+\]|\bInvalid Date\b|(?<![\w-])(?:undefined|null|NaN)(?![\w-])/;

function nothingIn({ records, name, value }: Written, event: Event): string | undefined {
  const [nothing] = (typeof value === "string" ? NOTHING.exec(value) : null) ?? [];
  if (nothing === undefined || JSON.stringify(event).includes(nothing)) return undefined;
  return `writes “${nothing}” into ${name} of ${records}: what it makes a text of is none, or was not there`;
}

/** Milliseconds since the epoch, of this century; as seconds they are a time in tens of thousands of years. */
const [FIRST_MS, LAST_MS] = [Date.UTC(2000, 0), Date.UTC(2100, 0)];
/** What seconds come to where they are taken for milliseconds, and milliseconds where they are multiplied once more. */
const LOST_TIME = /^(?:1970-01-\d\d|\+\d{6}-\d\d)/;

function wrongUnit({ records, name, value }: Written, said: readonly Said[], inSeconds: readonly string[]) {
  if (said.some((one) => one.value === value)) return undefined;
  if (typeof value === "string" && LOST_TIME.test(value))
    return `writes a time into ${name} of ${records} that takes seconds for milliseconds, or these for those: ${value}`;
  const system = systemOf(records);
  if (typeof value !== "number" || value < FIRST_MS || value >= LAST_MS || !inSeconds.includes(system))
    return undefined;
  return `writes a time in milliseconds into ${name} of ${records}, where ${system} counts in seconds`;
}

/** Where the event has a value by the field's own name, another one of its values is a mistake of copying. */
function otherFieldIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const own = said.find(
    (one) => bare(one.name) === bare(name) && typeof one.value === "string" && bare(one.value) !== "",
  );
  if (typeof own?.value !== "string" || bare(own.value) === bare(value)) return undefined;
  const other = said.find((one) => one.value === value && bare(one.name) !== bare(name));
  return other && `writes the event's ${other.name} into ${name} of ${records}, in the place of its ${own.name}`;
}

/** `FirstName`, `first_name` and `First_Name__c` are spellings of one name. */
function bare(name: string): string {
  return name
    .replace(/__c$/i, "")
    .replaceAll(/[^\p{L}\p{N}]/gu, "")
    .toLowerCase();
}

/** Less is a short name, which is in others by chance. */
const LEAST_CUT = 8;
/** An address, a time or a link has parts that are meant for themselves. */
const HAS_PARTS = /@|:\/\/|^\d{4}-\d\d-\d\d/;

function systemOf(records: string): string {
  return records.split(" ", 1).join();
}

/**
 * A text that ends within a word, where its end stands nowhere: a field that has no room for it is the client's matter. Of a line
 * among others where it stands nowhere in that system: who reads a post has not the record in another one before their eyes.
 */
function cutIn(one: Written, value: string, said: readonly Said[], written: readonly Written[]): string | undefined {
  const beside = written.filter((other) => systemOf(other.records) === systemOf(one.records));
  const lines = value.includes("\n") ? value.split("\n").map((line) => [line, beside] as const) : [];
  return [[value, written] as const, ...lines]
    .map(([text, others]) => cutTextIn(one, text, said, others))
    .find((rule) => rule !== undefined);
}

function cutTextIn({ records, name }: Written, value: string, said: readonly Said[], written: readonly Written[]) {
  const kept = value.replace(/(?:…|\.\.\.)$/, "");
  const isWithinWord = (text: string) => /^[\p{L}\p{N}]{2}$/u.test(text.slice(kept.length - 1, kept.length + 1));
  const whole = said.find(
    (one): one is Said & { readonly value: string } =>
      typeof one.value === "string" &&
      !HAS_PARTS.test(one.value) &&
      one.value.startsWith(kept) &&
      isWithinWord(one.value),
  );
  if (whole === undefined || kept.length < LEAST_CUT) return undefined;
  const text = JSON.stringify(whole.value).slice(1, -1);
  if (written.some((one) => JSON.stringify(one.value ?? "").includes(text))) return undefined;
  return `writes the first ${kept.length} characters of the event's ${whole.name} into ${name} of ${records}, and the rest nowhere`;
}
