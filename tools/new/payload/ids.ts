import { keyOf, type Leaf, leavesOf, type Payload } from "./leaves.ts";

/** Some senders call the event's id so, and others that of their subscription, which never changes. */
const DOUBTFUL = /^(?:web)?_?hook_?id$|^(?:notification|message|alert|callback|request)_?id$/i;
/** What a sender may renew when it sends the same event again. */
const RENEWED = /sent|deliver|dispatch|attempt|retr(?:y|ied)|publish|received/i;

/** An id that was not taken, though it may be the event's: with the reason. */
export interface IdDoubt {
  readonly leaf: Leaf;
  /** `alone`: one event can't tell whether it changes; `same`: several events have the same. */
  readonly why: "alone" | "same";
}

/** Whether each event has another value there. Undefined: there is one event only, which can't tell. */
export function differs(leaf: Leaf, payloads: readonly Payload[]): boolean | undefined {
  const events = new Map(payloads.map((payload) => [eventIn(payload), leavesOf(payload)]));
  if (events.size < 2) return undefined;
  const values = [...events.values()].map((leaves) => leaves.find((one) => keyOf(one) === keyOf(leaf))?.value);
  return new Set(values).size === values.length;
}

export function isDoubtfulId({ path }: Leaf): boolean {
  return path.length <= 2 && DOUBTFUL.test(path.at(-1) ?? "");
}

/** The same for a sender's retries. */
function eventIn(payload: Payload): string {
  return JSON.stringify(leavesOf(payload).filter(({ path }) => !RENEWED.test(path.at(-1) ?? "")));
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
  const ids = leaves.filter((leaf) => ID.test(leaf.path.at(-1) ?? "") && differs(leaf, payloads) !== true);
  const called = member.startsWith("occasion") ? OCCASION : FORM;
  const isForm = ({ path }: Leaf) => path.some((step) => called.test(step));
  return ids.toSorted((one, other) => Number(isForm(other)) - Number(isForm(one))).slice(0, MOST);
}
