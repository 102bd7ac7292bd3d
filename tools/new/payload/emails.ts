import { isEmail, normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { ownWordFor } from "../../../functions/runtime/reading/labels.ts";
import { best } from "./best.ts";
import { itemAt, type Leaf, listDepth, ONLY, VALUES } from "./leaves.ts";

/** The address of the person concerned: of several that are called alike, the one with the most of a person's fields beside it. */
export function emailIn(leaves: readonly Leaf[]): Leaf | undefined {
  return best(leaves, (leaf) => {
    const rank = rankEmail(leaf);
    return rank === undefined ? undefined : rank - fieldsBeside(leaf, leaves) * FIELD;
  });
}

/** Each outweighs a few levels of nesting, and all together not what the address is called. */
const FIELD = 0.05;

/** How many of a person's fields (name, company …) the object has that an address is in; in a list, it may be one of many. */
function fieldsBeside({ path }: Leaf, leaves: readonly Leaf[]): number {
  if (listDepth({ path }) !== undefined) return 0;
  const holder = path.slice(0, -1);
  const within = leaves.filter((leaf) => holder.every((step, depth) => leaf.path[depth] === step));
  const words = new Set(within.map((leaf) => ownWordFor(leaf.path[holder.length] ?? "")));
  return [...words].filter((word) => word !== undefined && word !== "email").length;
}

/** Roles whose address is not that of the person concerned, what was before, and what describes a form or a sender. */
const OTHERS = new RegExp(
  [
    /organi[sz]er|host|owner|sender|^from$|creator|agent|assignee|author|seller|merchant|staff|admin|actor/,
    /manager|supervisor|emergency|guardian|friend|colleague|co-?worker|spouse|assistant|referr?er|^reply/,
    /(?<!submitt|register|book)ed_?by(?:$|[-_]|e?mail|name)|^b?cc(?:$|[-_]|full|email|address)/,
    /^(?:prev(?:ious)?|old|former|before)(?:$|[-_]|email|value|data)|structure|definition|settings|^config/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "i",
);

/** Whoever paid or ordered, often for somebody else, but the person concerned where nobody else is named. */
const PAYERS = /buyer|billing|pay[eo]r|purchas|invoic|procure/i;

/** Whether it is said of somebody or something other than the person concerned. */
export function isOfOthers({ path }: Pick<Leaf, "path">): boolean {
  return path.some((step) => OTHERS.test(step));
}

/** Whether it is said of somebody who may have paid for the person concerned. */
export function isOfPayer({ path }: Pick<Leaf, "path">): boolean {
  return path.some((step) => PAYERS.test(step));
}

/** These have an @ too, and are nobody's address. */
const OF_MESSAGE = /(?:message|msg)[-_]?id|in[-_]?reply[-_]?to|references/i;

function rankEmail({ path, value, type = "" }: Leaf): number | undefined {
  const isCalled = (name: RegExp) => namesOf(path).some((one) => name.test(one));
  if (!isEmail(normaliseEmail(value)) || isCalled(OF_MESSAGE)) return undefined;
  const isSaid = isCalled(/^e[-_ ]?mail(?:[-_ ]?address)?$/i) || /mail/i.test(type);
  const rank = isSaid ? 0 : isCalled(/mail/i) ? 1 : 2;
  return rank + (isOfOthers({ path }) ? 6 : isOfPayer({ path }) ? 3 : 0);
}

/** What a value is called; within a list also by its label, and as the list is: `email: [{ "label": "work", "value": … }]`. */
function namesOf(path: readonly string[]): string[] {
  const [last = "", holder = "", list = ""] = path.filter((step) => step !== ONLY).toReversed();
  const item = itemAt(holder);
  if (item === undefined) return VALUES.includes(last) ? [last, holder] : [last];
  return item === "first" ? [last, list] : [last, String(item.text), list];
}
