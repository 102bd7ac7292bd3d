import { isEmail, normaliseEmail } from "../../../functions/runtime/reading/email.ts";
import { best } from "./best.ts";
import { itemAt, type Leaf, ONLY, VALUES } from "./leaves.ts";

/** The address of the person concerned. */
export function emailIn(leaves: readonly Leaf[]): Leaf | undefined {
  return best(leaves, rankEmail);
}

/** Roles whose address is not that of the person concerned, what was before, and what describes a form or a sender. */
const OTHERS = new RegExp(
  [
    /organi[sz]er|host|owner|sender|^from$|creator|agent|assignee|author|seller|merchant|staff|admin|actor/,
    /manager|supervisor|emergency|guardian|friend|referr?er|^reply/,
    /(?<!submitt|register|book)ed_?by(?:$|[-_]|e?mail|name)|^b?cc(?:$|[-_]|full|email|address)/,
    /^(?:prev(?:ious)?|old|former|before)(?:$|[-_]|email|value|data)|structure|definition|settings|^config/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "i",
);

/** Whether it is said of somebody or something other than the person concerned. */
export function isOfOthers({ path }: Pick<Leaf, "path">): boolean {
  return path.some((step) => OTHERS.test(step));
}

/** These have an @ too, and are nobody's address. */
const OF_MESSAGE = /(?:message|msg)[-_]?id|in[-_]?reply[-_]?to|references/i;

function rankEmail({ path, value, type = "" }: Leaf): number | undefined {
  const isCalled = (name: RegExp) => namesOf(path).some((one) => name.test(one));
  if (!isEmail(normaliseEmail(value)) || isCalled(OF_MESSAGE)) return undefined;
  const isSaid = isCalled(/^e[-_ ]?mail(?:[-_ ]?address)?$/i) || /mail/i.test(type);
  const rank = isSaid ? 0 : isCalled(/mail/i) ? 1 : 2;
  return isOfOthers({ path }) ? rank + 3 : rank;
}

/** What a value is called; within a list also by its label, and as the list is: `email: [{ "label": "work", "value": … }]`. */
function namesOf(path: readonly string[]): string[] {
  const [last = "", holder = "", list = ""] = path.filter((step) => step !== ONLY).toReversed();
  const item = itemAt(holder);
  if (item === undefined) return VALUES.includes(last) ? [last, holder] : [last];
  return item === "first" ? [last, list] : [last, String(item.text), list];
}
