import type { Event } from "../../../functions/runtime/define/handler.ts";
import { leavesIn } from "../events/leaves.ts";
import { isIdLike } from "../events/siblings.ts";
import { hasOptOut, wrongQuantity } from "./quantities.ts";
import { wrongMeasure } from "./units.ts";
import { bare, type Said, type Written } from "./written.ts";
import { holdsWord } from "../simulation/traces.ts";
import type { Harm, Watched } from "./harms.ts";

interface Known {
  /** Names of fields that the event could have and does not. */
  readonly absent?: ReadonlySet<string>;
  /** Systems that read every numeric time as seconds. */
  readonly inSeconds?: readonly string[];
  /** Names of the event's amounts that its schema says are in minor units. */
  readonly inMinorUnits?: ReadonlySet<string> | undefined;
}

/** Written values that can't be intended, whatever the handler is for. */
export function implausibleValues(watched: Watched, event: Event, known: Known = {}): Harm[] {
  const { absent = new Set(), inSeconds = [], inMinorUnits = new Set() } = known;
  const said = [...leavesIn(event.data)].map(({ path, value }) => ({ path, name: String(path.at(-1) ?? ""), value }));
  const written = writtenIn(watched);
  const { time, subject } = event;
  const surrounding = { time, subject, inMinorUnits, hasOptedOut: hasOptOut(watched.before) };
  return written.flatMap((one) => {
    const rule =
      otherSpelling(one) ??
      nothingIn(one, event) ??
      zeroOfNone(one, absent) ??
      wrongUnit(one, said, inSeconds) ??
      otherFieldIn(one, said) ??
      otherKindIn(one, said) ??
      numberForFax(one, said) ??
      otherCaseIn(one, said) ??
      otherLettersIn(one, said) ??
      wrongQuantity(one, said, surrounding) ??
      wrongMeasure(one, said) ??
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
          return { key, records, field, name, value, twin: twinIn(known.get(key), field) };
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

/** A number that is not known is another matter than 0. */
function zeroOfNone({ records, name, value }: Written, absent: ReadonlySet<string>): string | undefined {
  const of = value === 0 ? [...absent].find((other) => bare(other) === bare(name)) : undefined;
  return of && `writes 0 into ${name} of ${records}, where the event has no ${of}`;
}

/** Milliseconds since the epoch within this century. Read as seconds, they are tens of thousands of years away. */
const [FIRST_MS, LAST_MS] = [Date.UTC(2000, 0), Date.UTC(2100, 0)];
/** Seconds read as milliseconds, and milliseconds multiplied once too often. */
const LOST_TIME = /^(?:1970-01-\d\d|\+\d{6}-\d\d)/;

function wrongUnit({ records, name, value }: Written, said: readonly Said[], inSeconds: readonly string[]) {
  if (said.some((one) => one.value === value)) return undefined;
  if (typeof value === "string" && LOST_TIME.test(value))
    return `writes a time into ${name} of ${records} that takes seconds for milliseconds, or these for those: ${value}`;
  const [system = ""] = records.split(" ");
  if (typeof value !== "number" || value < FIRST_MS || value >= LAST_MS || !inSeconds.includes(system))
    return undefined;
  return `writes a time in milliseconds into ${name} of ${records}, where ${system} counts in seconds`;
}

/** `trial_ends_on` matches the event's `endsOn`. Shorter names, such as `name`, end many others. */
const LEAST_NAME = 5;

/** If the event has a value with the field's own name, another of its values is a copying mistake. */
function otherFieldIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (typeof value !== "string" || value.trim() === "") return undefined;
  const texts = said.filter((one) => typeof one.value === "string" && bare(one.value) !== "");
  const own =
    texts.find((one) => bare(one.name) === bare(name)) ??
    texts.find((one) => bare(one.name).length >= LEAST_NAME && bare(name).endsWith(bare(one.name)));
  if (typeof own?.value !== "string" || bare(own.value) === bare(value)) return undefined;
  const isOther = (of: string) => bare(of) !== bare(name) && !bare(of).includes(bare(own.name));
  const other = said.find((one) => one.value === value && isOther(one.name) && isBeside(one, own));
  return other && `writes the event's ${other.name} into ${name} of ${records}, in the place of its ${own.name}`;
}

/** An item of a list has its own names: those of the others, and of what the list belongs to, are none of it. */
function isBeside(one: Said, other: Said): boolean {
  const [item, same] = [one, other].map(({ path }) => path.slice(0, path.findLastIndex(isPlace) + 1).join("."));
  return item === same;
}

function isPlace(step: string | number): step is number {
  return typeof step === "number";
}

/** Names of fields, and what their values look like. */
const KINDS: readonly (readonly [kind: string, name: RegExp, value: RegExp])[] = [
  ["address of a page", /(?:url|website|link|href)(?:__c)?$/i, /^\S+\.\S+$/],
  ["telephone number", /(?:phone|fax|mobile)(?:__c)?$/i, /\d.*\d.*\d/],
  ["e-mail address", /(?:^|[a-z_])e?mail(?:__c)?$/i, /@/],
];

/** A value from a field of another name, that does not look like what the field's name says. */
function otherKindIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  const [kind, names, values] = KINDS.find(([, spelled]) => spelled.test(name)) ?? [];
  if (kind === undefined || typeof value !== "string" || value === "" || values?.test(value) !== false)
    return undefined;
  const same = said.filter((one) => one.value === value);
  const [first] = same;
  if (first === undefined || same.some((one) => names?.test(one.name))) return undefined;
  return `writes the event's ${first.name} into ${name} of ${records}, and it is no ${kind}`;
}

/** A fax answers nobody who calls. */
function numberForFax({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (!/fax(?:number)?(?:__c)?$/i.test(name) || typeof value !== "string") return undefined;
  const same = said.filter((one) => one.value === value);
  const phone = same.find((one) => /phone|mobile|^tel/i.test(one.name));
  if (phone === undefined || same.some((one) => /fax/i.test(one.name))) return undefined;
  return `writes the event's ${phone.name} into ${name} of ${records}, and it is no fax`;
}

/** Ids are case-sensitive. */
function otherCaseIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (typeof value !== "string") return undefined;
  for (const { name: of, path, value: id } of said) {
    if (typeof id !== "string" || !isIdLike(path, id) || HAS_PARTS.test(id) || holdsWord(value, id)) continue;
    const other = [id.toLowerCase(), id.toUpperCase()].find((spelled) => spelled !== id && holdsWord(value, spelled));
    if (other !== undefined)
      return `writes the event's ${of} in other letters into ${name} of ${records}: capitals are part of an id`;
  }
  return undefined;
}

const NAME = /name$|company|title|city|street/i;

/** A name must keep its capitals. A single word may be an enum value. */
function otherLettersIn({ records, name, value }: Written, said: readonly Said[]): string | undefined {
  if (typeof value !== "string" || !NAME.test(name) || (value !== value.toLowerCase() && value !== value.toUpperCase()))
    return undefined;
  const own = said.find((one) => bare(one.name) === bare(name) && typeof one.value === "string");
  const whole = typeof own?.value === "string" ? own.value : "";
  const isOther = whole !== value && whole.toLowerCase() === value.toLowerCase();
  if (!isOther || !/\p{Ll}/u.test(whole) || !/\p{Lu}/u.test(whole)) return undefined;
  return `writes the event's ${own?.name} in other letters into ${name} of ${records}: people write their names as they are`;
}

/** Shorter texts are short names or a few words, which occur in others by coincidence. */
const [LEAST_CUT, LEAST_CUT_WITHIN] = [8, 20];
/** Addresses, times and links have parts that are meaningful alone. */
const HAS_PARTS = /@|:\/\/|^\d{4}-\d\d-\d\d/;
const MARK = /^(?:…|\.\.\.|\[…\]|\[\.\.\.\])/;

/**
 * A text cut within a word whose rest is nowhere, or only in another record without “…”. Truncation because a field is
 * too short is the client's business.
 */
function cutIn(one: Written, value: string, said: readonly Said[], written: readonly Written[]) {
  for (const { name: of, value: whole } of said) {
    if (typeof whole !== "string" || HAS_PARTS.test(whole)) continue;
    const kept = keptOf(whole, value) ?? (bare(of) === bare(one.name) ? firstWordsOf(whole, value) : undefined);
    if (kept === undefined) continue;
    const text = JSON.stringify(whole).slice(1, -1);
    const holding = written.filter((other) => JSON.stringify(other.value ?? "").includes(text));
    if (holding.some(({ key }) => key === one.key)) continue;
    const isMarked = MARK.test(value.slice(value.indexOf(whole.slice(0, kept)) + kept));
    if (holding.length > 0 && isMarked) continue;
    const rest = holding.length > 0 ? "without a sign that there is more" : "and the rest nowhere";
    return `writes the first ${kept} characters of the event's ${of} into ${one.name} of ${one.records}, ${rest}`;
  }
  return undefined;
}

/** For a field of the same name, the first few words of a text count as cut too. */
function firstWordsOf(whole: string, value: string): number | undefined {
  return value !== "" && whole.startsWith(`${value} `) ? value.length : undefined;
}

/** How much of the text `whole` the value holds, if it ends within a word. */
function keptOf(whole: string, value: string): number | undefined {
  if (!value.includes(whole.slice(0, LEAST_CUT)) || value.includes(whole)) return undefined;
  let [kept, missing] = [0, whole.length];
  while (missing - kept > 1) {
    const middle = Math.floor((kept + missing) / 2);
    if (value.includes(whole.slice(0, middle))) kept = middle;
    else missing = middle;
  }
  const isAll = value.replace(/(?:…|\.\.\.)$/, "").length === kept;
  const isWithinWord = /^[\p{L}\p{N}]{2}$/u.test(whole.slice(kept - 1, kept + 1));
  return isWithinWord && kept >= (isAll ? LEAST_CUT : LEAST_CUT_WITHIN) ? kept : undefined;
}
