import { fileNameOf, type JsonSchema } from "../../../bundler/read/schemas.ts";
import { ourWordFor } from "../../../functions/runtime/reading/labels.ts";
import { OTHER_WORDS } from "../../../functions/runtime/reading/other-words.ts";
import { camelOf, titleOf, wordsOf } from "../names.ts";
import { isOfOthers, isOfPayer } from "../payload/emails.ts";
import { guess, type Guess } from "../payload/guess.ts";
import type { KindPlace } from "../payload/kind.ts";
import { inferSchema, type Inferred, neededIn } from "../payload/infer.ts";
import { THING } from "../payload/sample.ts";
import { commonLeaves, keyOf, type Leaf, listDepth, type Payload } from "../payload/leaves.ts";
import { type Field, fieldSchema, fieldsOf, holderOf, NAMES, wholeNameIn } from "./data.ts";

/** One kind of webhook, and the event that it becomes. */
export interface Kind {
  readonly source: string;
  readonly name: string;
  /** The base name of its files. */
  readonly file: string;
  readonly payloads: readonly Payload[];
  readonly guess: Guess;
  readonly schema: Inferred;
  readonly title: string;
  readonly event: EventOf;
}

interface EventOf {
  readonly type: string;
  readonly title: string;
  readonly isNew: boolean;
  readonly fields: readonly Field[];
  /** Members with constant values, whatever the payload says. */
  readonly constants: Readonly<Record<string, string>>;
  readonly schema: object;
}

export interface Asked {
  readonly source: string;
  /** Where a webhook says its kind. */
  readonly kind: KindPlace | undefined;
  /** The event type of all kinds; left out: each kind gets its own. */
  readonly publishes?: string | undefined;
  readonly known: ReadonlyMap<string, JsonSchema>;
}

export function kindOf(name: string, payloads: readonly Payload[], asked: Asked): Kind {
  const guessed = guess(payloads, asked.kind);
  const needed = neededIn(guessed);
  const { kind: place } = asked;
  const kind: Leaf[] =
    place === undefined || "header" in place ? [] : place.paths.map((path) => ({ path, value: name }));
  const schema = inferSchema(payloads, guessed);
  const event = eventOf(name, payloads, guessed, [...needed, ...kind], asked);
  const title = titleOf(asked.source, name);
  return {
    source: asked.source,
    name,
    file: fileNameOf(name),
    payloads,
    guess: guessed,
    schema,
    title: title === event.title ? `${title}Webhook` : title,
    event,
  };
}

function eventOf(
  kind: string,
  payloads: readonly Payload[],
  guessed: Guess,
  taken: readonly Leaf[],
  { source, publishes, known }: Asked,
): EventOf {
  const type = publishes ?? newType(source, kind, known);
  const fields = fieldsOf(payloads, guessed.email ?? guessed.subject, taken);
  const schema = known.get(type);
  if (schema !== undefined)
    return {
      ...mapOnto(schema, fields, leavesBut(taken, payloads), { source, about: guessed.email }),
      type,
      title: schema.title,
      isNew: false,
      schema,
    };
  const isPerson = guessed.email !== undefined;
  const whole = isPerson
    ? wholeNameIn(
        fields.filter(({ leaf }) => isBeside(leaf, guessed.email)),
        guessed.email,
      )
    : undefined;
  const named = fields.map((field) => (field === whole ? { ...field, isWholeName: true as const } : field));
  const properties = named.flatMap((field): [string, Inferred][] =>
    field.isWholeName === true
      ? NAMES.map((name) => [name, { type: "string" }])
      : [[field.name, fieldSchema(field, payloads)]],
  );
  return {
    type,
    title: titleOf(type),
    isNew: true,
    fields: named,
    constants: {},
    schema: {
      $schema: "https://json-schema.org/draft/2020-12/schema",
      title: titleOf(type),
      description: `What ${source} calls ${kind}. All but who it is about is a gift.`,
      type: "object",
      ...(isPerson && { required: ["email"] }),
      properties: {
        ...(isPerson && { email: { type: "string", format: "email", maxLength: 80 } }),
        ...Object.fromEntries(properties),
      },
    },
  };
}

/** Whether both are of one item of a list, or else of one object, in which an answer may hold each. */
function isBeside(one: Leaf, other: Leaf | undefined): boolean {
  return other !== undefined && keyOf({ path: holderOf(one) }) === keyOf({ path: holderOf(other) });
}

/** Whether a name is that of somebody else, of who paid, or of the form, the event or the like. */
function isNameOfOther(leaf: Leaf): boolean {
  return isOfOthers(leaf) || isOfPayer(leaf) || THING.test(leaf.path.at(-2) ?? "");
}

/** `customer.created`; prefixed with the source if it is a single word or taken. */
function newType(source: string, kind: string, known: Asked["known"]): string {
  const spelled = wordsOf(kind);
  const words = spelled.length === 0 ? ["webhook"] : spelled; // has no letters that an event type can have
  const own = words.join(".");
  const isTaken = words.length < 2 || !/^[a-z]/.test(own) || known.has(own);
  return isTaken ? [...wordsOf(source), ...words].join(".") : own;
}

/** Whether an unlabelled answer has that type: `PHONE_NUMBER`. */
function isOfType({ leaf: { type = "" } }: Field, name: string): boolean {
  return wordsOf(type).includes(name.toLowerCase());
}

/**
 * Placeholder for a required member that nothing in the payload matches. The schema refuses it until it is replaced.
 */
export const TO_EDIT = "EDIT";

function leavesBut(taken: readonly Leaf[], payloads: readonly Payload[]): Leaf[] {
  const known = new Set(taken.map(keyOf));
  return commonLeaves(payloads).filter((leaf) => !known.has(keyOf(leaf)));
}

/** What is said of a person, and taken only from beside their e-mail: elsewhere it is somebody else's, or a thing's. */
const OF_PERSON = Object.keys(OTHER_WORDS).filter((word) => word !== "message");

/** The only text that is called so: `page.url` and `page_url` for pageUrl, `comments` for message. */
function fieldElsewhere(name: string, leaves: readonly Leaf[]): Field[] {
  if (OF_PERSON.includes(name)) return [];
  const found = leaves.filter(({ path, value }) => {
    const [last = "", holder = ""] = path.toReversed();
    return typeof value === "string" && [camelOf(last), camelOf(holder, last), ourWordFor(last)].includes(name);
  });
  const [leaf, another] = found.filter((one) => listDepth(one) === undefined && !isOfOthers(one));
  return leaf === undefined || another !== undefined ? [] : [{ name, leaf, isElsewhere: true }];
}

/** Whether it is the event's own, beside its name, and not that of who comes. A person's ticket is the person's. */
function isOfThing(path: readonly string[]): boolean {
  const [holder = "", around = ""] = path.slice(0, -1).toReversed();
  return THING.test(/ticket$/i.test(holder) ? around : holder);
}

/** Maps the fields that have the same names as the event type's. */
function mapOnto(
  schema: JsonSchema,
  fields: readonly Field[],
  leaves: readonly Leaf[],
  { source, about }: { readonly source: string; readonly about: Leaf | undefined },
) {
  const { properties = {}, required = [] } = schema as Inferred; // JSON Schema has these so
  const plain = (name: string) =>
    camelOf(name)
      .toLowerCase()
      .replace(/^your(?=.)/, "");
  const found: Field[] = Object.keys(properties).flatMap((name) => {
    const field = fields.find((one) => plain(one.name) === plain(name)) ?? fields.find((one) => isOfType(one, name));
    return field === undefined ? [] : [{ name, leaf: field.leaf }];
  });
  const hasNames = found.some(({ name }) => NAMES.includes(name)) || !NAMES.every((name) => name in properties);
  const isTheirs = ({ leaf }: Field) => isBeside(leaf, about) || !isNameOfOther(leaf);
  const whole = hasNames ? undefined : wholeNameIn(fields.filter(isTheirs), about);
  if (whole !== undefined) found.unshift({ ...whole, isWholeName: true });
  // One of a few words is a state.
  const leavesFor = (name: string) =>
    Object(properties[name]).enum === undefined ? leaves : leaves.filter(({ path }) => !isOfThing(path));
  for (const name of required) {
    const leaf = leavesFor(name).find(({ path }) => plain(path.at(-1) ?? "") === plain(name));
    if (name !== "email" && leaf !== undefined && !found.some((field) => field.name === name))
      found.push({ name, leaf });
  }
  const isFound = (name: string) => name === "email" || found.some((field) => field.name === name);
  for (const name of Object.keys(properties)) if (!isFound(name)) found.push(...fieldElsewhere(name, leavesFor(name)));
  const missing = required.filter((name) => !isFound(name));
  const isText = (name: string) => {
    const { type: only, ...rules } = { ...properties[name] };
    return only === "string" && !["enum", "pattern", "format"].some((rule) => rule in rules);
  };
  const constants = missing.map((name) => [name, isText(name) ? source : TO_EDIT]);
  return { fields: found, constants: Object.fromEntries(constants) };
}
