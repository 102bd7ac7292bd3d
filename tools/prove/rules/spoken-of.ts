import type { Event } from "../../../functions/runtime/define/handler.ts";
import { valuesIn } from "../events/leaves.ts";
import { holdsWord } from "../simulation/traces.ts";

/** Shorter texts occur in others by coincidence. */
const LEAST = 4;
/** A first name within a full name. */
const LEAST_WORD = 3;
/** Values may be truncated to a field's length. */
const LEAST_CUT = 10;

/** Whether a value comes from the event: from its data or time, or a text composed of them. */
export function isSpokenOf(value: unknown, event: Event): boolean {
  if (typeof value === "object" && value !== null)
    return Object.values(value).every((inner) => isSpokenOf(inner, event));
  const { data, subject, time, id } = event;
  const said = [...valuesIn(data), subject, id].map((one) => String(one).toLowerCase());
  const text = String(value).toLowerCase();
  return (
    isItsTime(value, Date.parse(time)) ||
    said.some(
      (one) =>
        one === text ||
        (one.length >= LEAST && text.includes(one)) ||
        (text.length >= LEAST_WORD && holdsWord(one, text)) ||
        (text.length >= LEAST_CUT && one.startsWith(text)),
    )
  );
}

function isItsTime(value: unknown, at: number): boolean {
  if (typeof value === "number") return value === at || value === Math.floor(at / 1000);
  if (typeof value !== "string") return false;
  return Date.parse(value) === at || value === new Date(at).toISOString().slice(0, 10);
}
