import type { Output } from "./terminal.ts";

/** Prints a command's answer as JSON or as lines. Both may contain foreign text. */
export function printAnswer({ print }: Output, isJson: boolean, answer: object, lines: readonly string[]): void {
  if (isJson) print(printableJson(answer));
  else for (const line of lines) print(printable(line));
}

/** Foreign text with control characters escaped, so that a terminal only prints it. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

/** Indented JSON, equally safe. What JSON.stringify escapes stays so. */
export function printableJson(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}]/gu, escaped);
}

function escaped(text: string): string {
  return Array.from(
    { length: text.length },
    (_, index) => `\\u${text.charCodeAt(index).toString(16).padStart(4, "0")}`,
  ).join("");
}

/** `42 s`, `15 min`, `3 h`, `2 d`. */
export function age(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 2 * 3600) return `${Math.floor(seconds / 60)} min`;
  if (seconds < 48 * 3600) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

/** `1 dead letter`, `3 dead letters`. */
export function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
