import { nearest } from "../../functions/runtime/define/nearest.ts";
import { OWN_NAMES } from "../../bundler/check/name-checks.ts";
import { isEventType } from "../../bundler/read/schemas.ts";
import { UsageError } from "../../local/core/problems.ts";

/** The words of a name, however it joins them: `OrderCompleted`, `order_completed` and `order.completed` have two. */
export function wordsOf(name: string): string[] {
  const apart = name.replaceAll(/['’]/g, "").replaceAll(/([a-z\d])([A-Z])/g, "$1 $2");
  return apart.split(/[^A-Za-z\d]+/).flatMap((word) => (word === "" ? [] : [word.toLowerCase()]));
}

export function titleOf(...names: readonly string[]): string {
  return names
    .flatMap(wordsOf)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}

export function camelOf(...names: readonly string[]): string {
  const title = titleOf(...names);
  return title.charAt(0).toLowerCase() + title.slice(1);
}

/** `first_name` for the member `first` of a `name`; undefined for what is no part of one. */
export function partOfName(member: string, holder: string): string | undefined {
  return /name$/i.test(holder) && /^(?:first|last|given|family)$/i.test(member) ? `${member}_name` : undefined;
}

/** `.name`, `?.name`, `["x-name"]`: a member access in TypeScript. */
export function memberCode(name: string, isOptional = false): string {
  if (/^[A-Za-z_$][\w$]*$/.test(name)) return `${isOptional ? "?." : "."}${name}`;
  return `${isOptional ? "?." : ""}[${JSON.stringify(name)}]`;
}

/** Why a function can't have this name; the build says the same. */
export function nameFault(name: string): string | undefined {
  if (OWN_NAMES.includes(name)) return `"${name}" is the name of a function of ycat's own: choose another.`;
  if (isName(name)) return undefined;
  const near = wordsOf(name).join("-");
  const meant = near !== name && isName(near) ? ` Did you mean ${near}?` : "";
  return `"${name}" can't be a name: 3 to 50 lower-case letters, digits and dashes, beginning with a letter.${meant}`;
}

function isName(name: string): boolean {
  return /^[a-z][a-z0-9-]{1,48}[a-z0-9]$/.test(name);
}

/**
 * Checks the name of a new event type.
 * @throws UsageError if the name is invalid, or so close to an existing one that it looks misspelt and nobody said
 * that it is new
 */
export function refuseMistyped(type: string, known: readonly string[], isNewType = false): void {
  if (!isEventType(type)) {
    const meant = wordsOf(type).join(".");
    const hint = isEventType(meant) ? ` Did you mean ${meant}?` : "";
    throw new UsageError(`"${type}" can't be an event type: dotted lower-case words, like form.submitted.${hint}`);
  }
  const near = isNewType ? undefined : nearest(type, known, () => 2);
  if (near !== undefined)
    throw new UsageError(`There is no event type ${type}; did you mean "${near}"? --new-type makes one of that name.`);
}
