import { Text } from "./text.tsx";

/** A field's value: strings as they are, anything else as JSON. */
export function Value({ value, most }: { readonly value: unknown; readonly most?: number }) {
  if (value === null || value === undefined || value === "") return <span class="quiet">–</span>;
  return <Text value={valueText(value)} {...(most !== undefined && { most })} />;
}

export function valueText(value: unknown): string {
  if (value === null || value === undefined) return "";
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
