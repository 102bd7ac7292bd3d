import { best } from "./best.ts";
import type { KindPlace } from "./kind.ts";
import { areMembersOfOne, commonLeaves, keyOf, lastOf, type Leaf, leavesOf, type Payload } from "./leaves.ts";
import { isOfChange, RENEWED } from "./times.ts";

/** Some senders call the event's id so, and others that of their subscription, which never changes. */
const DOUBTFUL = /^(?:web)?_?hook_?id$|^(?:notification|message|alert|callback|request)_?id$/i;
/** Names of ids of the occurrence. A record's id would be the same at its next change. */
const EVENT_ID = /(?:^|_)(?:event|delivery|submission|response|entry|unique|transmission)_?id$/i;
export const OWN_ID = /^(?:id|uuid)$/i;
/** Of the occasion that a registration is for: the same for all of its guests. */
const OCCASION_ID = /^event_?id$/i;
const ABOUT_OCCASION = /^event[-_]?(?:name|title|start|end|date|url|slug|location|venue)/i;
/** Words of who comes to one: ON24's `eventid`, beside the address of who has registered. */
const OF_GUEST = /regist|attend|rsvp|webinar|guest|invitee/i;

/** An id that was not taken, though it may be the event's: with the reason. */
export interface IdDoubt {
  readonly leaf: Leaf;
  /** `alone`: one event can't tell whether it changes; `same`: several events have the same. */
  readonly why: "alone" | "same";
}

interface Context {
  readonly kind: KindPlace | undefined;
  readonly kinds: readonly string[];
  readonly email: Leaf | undefined;
  readonly time: Leaf | undefined;
}

/** The event's id, or where none is sure, one that may be. */
export function idIn(
  leaves: readonly Leaf[],
  payloads: readonly Payload[],
  { kind, kinds, email, time }: Context,
): { readonly id?: Leaf | undefined; readonly idDoubt?: IdDoubt | undefined } {
  // If the kind is in a header, the body is a record, whose id is the same in each of its kinds.
  const isRecord = (kind !== undefined && "header" in kind) || email?.path.length === 1;
  const isOfGuest = [...kinds, ...leaves.map(({ path }) => lastOf(path))].some((name) => OF_GUEST.test(name));
  const isOccasions = (leaf: Leaf) =>
    isOfGuest && OCCASION_ID.test(lastOf(leaf.path)) && email !== undefined && areMembersOfOne(leaf, email);
  const isOthers = (leaf: Leaf) => isOfOther(leaf, leaves) || isOfChanged(leaf, leaves) || isOccasions(leaf);
  const candidates = leaves.filter((leaf) => isWhole(leaf) && !isOthers(leaf));
  const sure = (ids: readonly Leaf[]) =>
    best(ids, (leaf) => (leaf.path.length === 1 ? rankId(lastOf(leaf.path), isRecord) : undefined)) ??
    ids.find((leaf) => isIdBeside(leaf, time, email) || isBesideKind(leaf, kind));
  const id =
    sure(candidates.filter((leaf) => differs(leaf, payloads) !== false)) ??
    candidates.find((leaf) => isDoubtful(leaf) && differs(leaf, payloads) === true);
  if (id !== undefined) return { id };
  const leaf = sure(candidates) ?? candidates.find(isDoubtful);
  return { idDoubt: leaf && { leaf, why: differs(leaf, payloads) === undefined ? "alone" : "same" } };
}

function rankId(name: string, isRecord: boolean): number | undefined {
  if (/^\$?insert_?id$/i.test(name)) return -1; // Amplitude's event_id is a counter of each user's
  if (EVENT_ID.test(name) || name === "messageId") return 0; // Segment's; elsewhere several events may belong to one message
  return OWN_ID.test(name) && !isRecord ? 1 : undefined;
}

function isWhole({ value }: Leaf): boolean {
  return value !== "" && !(typeof value === "number" && !Number.isSafeInteger(value));
}

/** Whether it is the id of an occasion (an `eventId` beside an `id`, or beside an `eventName`), of a mail, or of the record that is in the payload, as Pipedrive has it in `meta`. */
function isOfOther(leaf: Leaf, leaves: readonly Leaf[]): boolean {
  const name = lastOf(leaf.path);
  if (name === "messageId" && String(leaf.value).includes("@")) return true;
  const others = leaves.filter((other) => other !== leaf);
  if (OCCASION_ID.test(name))
    return others.some((other) => {
      const beside = lastOf(other.path);
      return areMembersOfOne(leaf, other) && (ABOUT_OCCASION.test(beside) || OWN_ID.test(beside));
    });
  return OWN_ID.test(name) && others.some(({ path, value }) => OWN_ID.test(lastOf(path)) && value === leaf.value);
}

/** Whether it is the id of a record that says when it was last changed: the same at its next change. */
function isOfChanged(leaf: Leaf, leaves: readonly Leaf[]): boolean {
  return OWN_ID.test(lastOf(leaf.path)) && leaves.some((other) => areMembersOfOne(leaf, other) && isOfChange(other));
}

/** What an order or a booking says of itself, and a webhook does not. */
const OF_RECORD = /^(?:status|state|total|amount|price|currency)/i;

/** Whether an id that was taken may be a record's: it stands beside the person's address, or a state or an amount. */
export function mayBeOfRecord(id: Leaf, email: Leaf | undefined, payloads: readonly Payload[]): boolean {
  const told = commonLeaves(payloads).filter(({ path }) => OF_RECORD.test(lastOf(path)));
  return (
    OWN_ID.test(lastOf(id.path)) && [email, ...told].some((leaf) => leaf !== undefined && areMembersOfOne(id, leaf))
  );
}

function isBesideKind({ path }: Leaf, kind: KindPlace | undefined): boolean {
  const isHere = (other: readonly string[]) => areMembersOfOne({ path: other }, { path });
  return (
    OWN_ID.test(lastOf(path)) && path.length > 1 && kind !== undefined && "paths" in kind && kind.paths.some(isHere)
  );
}

const ABOUT_EVENT = /^(?:event|event[-_]?data|meta|payload|notification|message|delivery|submission|response)$/i;

/**
 * An id in an object that wraps the event: the object also has the time, and is no person's record, whose id would
 * always be the same.
 */
function isIdBeside({ path }: Leaf, time: Leaf | undefined, email: Leaf | undefined): boolean {
  const isHere = (leaf: Leaf | undefined) => leaf?.path.length === 2 && path.length === 2 && leaf.path[0] === path[0];
  const isOfEvent = OWN_ID.test(lastOf(path)) && ABOUT_EVENT.test(path[0] ?? "");
  return isOfEvent && isHere(time) && (!isHere(email) || /data$/i.test(path[0] ?? ""));
}

/** Whether each event has another value there. Undefined: there is one event only, which can't tell. */
function differs(leaf: Leaf, payloads: readonly Payload[]): boolean | undefined {
  const events = new Map(payloads.map((payload) => [eventIn(payload), leavesOf(payload)]));
  if (events.size < 2) return undefined;
  const values = [...events.values()].map((leaves) => leaves.find((one) => keyOf(one) === keyOf(leaf))?.value);
  return new Set(values).size === values.length;
}

function isDoubtful({ path }: Leaf): boolean {
  return path.length <= 2 && DOUBTFUL.test(lastOf(path));
}

/** The same for a sender's retries. */
function eventIn(payload: Payload): string {
  return JSON.stringify(leavesOf(payload).filter(({ path }) => !RENEWED.test(lastOf(path))));
}

const ID =
  /^(?:id|uid|uuid|key|slug|name|title)$|(?:[a-z_-]id|Id|_key|(?<!andshake|oogle|[Aa]pi|ccess|ecret)Key|_slug|_name)$/;
/** What a form, or something like it, is called. */
const FORM = /form|survey|popup|widget|bot|quiz|flow|page|landing|campaign|list/i;
/** What an occasion is called. */
const OCCASION = /event|occasion|webinar|meeting|session|conference|show/i;
const MOST = 3;

/** What may say which form, or occasion, it was: ids and names that are nobody's and that recur, those called so first. */
export function formIdsIn(leaves: readonly Leaf[], payloads: readonly Payload[], member: string): Leaf[] {
  const ids = leaves.filter((leaf) => ID.test(lastOf(leaf.path)) && differs(leaf, payloads) !== true);
  const called = member.startsWith("occasion") ? OCCASION : FORM;
  const isForm = ({ path }: Leaf) => path.some((step) => called.test(step));
  return ids.toSorted((one, other) => Number(isForm(other)) - Number(isForm(one))).slice(0, MOST);
}
