import { isId, isSameId } from "../api/ids.ts";
import { timeOf } from "../api/times.ts";
import type { FieldValue } from "../salesforce.ts";
import { isEmpty } from "./fit.ts";
import type { FieldShape } from "./shape.ts";

/** Whether a field holds the value already, as Salesforce stores it: trimmed, to the second, rounded, nothing for blank. */
export function isSame(shape: FieldShape | undefined, stored: unknown, wanted: FieldValue): boolean {
  if (isEmpty(wanted) || isEmpty(stored)) return isEmpty(wanted) && isEmpty(stored);
  switch (shape?.type) {
    case "int":
    case "long":
    case "double":
    case "currency":
    case "percent":
      return rounded(stored, shape.scale) === rounded(wanted, shape.scale);
    case "date":
      return asText(stored) === asText(wanted).slice(0, 10);
    case "datetime":
      return seconds(stored) === seconds(wanted);
    case "email":
      return asText(stored).toLowerCase() === asText(wanted).toLowerCase();
    case "multipicklist":
      return choices(stored) === choices(wanted);
    default:
      if (isId(stored) && isId(wanted)) return isSameId(stored, wanted);
      return asText(stored) === asText(wanted);
  }
}

function asText(value: unknown): string {
  return String(value).replaceAll("\r\n", "\n").trim();
}

function rounded(value: unknown, scale: number): string {
  return Number(value).toFixed(scale);
}

function seconds(value: unknown): number {
  return Math.floor((timeOf(value) ?? Number.NaN) / 1000);
}

function choices(value: unknown): string {
  return asText(value)
    .split(";")
    .map((choice) => choice.trim())
    .toSorted()
    .join(";");
}
