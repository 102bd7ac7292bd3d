import type { Event } from "../../../functions/runtime/define/handler.ts";
import { type Finding, finding } from "../finding.ts";
import { knownRecords } from "./harms.ts";
import type { Intercept, Simulation } from "../simulation/simulation.ts";

/**
 * Follows, call by call, what an event's calls have written into new records, to find two effects that share a key and
 * so become one record. Requires recorded bodies.
 */
export function watchCreated(
  { systems }: Simulation,
  event: Event,
): { readonly intercept: Intercept; findings(): Finding[] } {
  const before = new Set(knownRecords(systems).map(({ key }) => key));
  const created = new Map<string, Readonly<Record<string, unknown>>>();
  const rules = new Set<string>();
  let sent = "";
  /** Keys looked up by the event's own id before a record was created with it. */
  const asked = new Set<string>();
  return {
    async intercept({ method, url, requestBody }, proceed) {
      const question = `${method} ${decodeURIComponent(url.href)}`;
      const isByKey = method === "GET" && question.includes(event.id);
      const madeSince = [...created].find(([, fields]) => JSON.stringify(fields).includes(event.id));
      if (isByKey && asked.has(question) && madeSince !== undefined) rules.add(keyRule(kindOf(madeSince[0])));
      if (isByKey && madeSince === undefined) asked.add(question);
      const response = await proceed();
      for (const { key, kind, fields } of knownRecords(systems)) {
        if (before.has(key)) continue;
        for (const [field, value] of Object.entries(created.get(key) ?? {}))
          if (isOther(value, fields[field]) && sent.includes(JSON.stringify(value))) rules.add(ruleOf(kind, field));
        created.set(key, fields);
      }
      sent += requestBody;
      return response;
    },
    findings: () => [...rules].map((rule) => finding("identity", rule)),
  };
}

/** A record's key starts with its kind. */
function kindOf(key: string): string {
  return key.split(" ").slice(0, 2).join(" ");
}

function keyRule(kind: string): string {
  return `makes one record of two effects: it creates a ${kind}, and asks for its key once more in the same delivery`;
}

function ruleOf(kind: string, field: string): string {
  return `makes one record of two effects: it creates a ${kind}, and changes its ${field} in the same delivery`;
}

/** Filling an empty field, setting a checkbox and appending to a text still belong to the same effect. */
function isOther(from: unknown, to: unknown): boolean {
  if (typeof from === "string") return from !== "" && !(typeof to === "string" && to.includes(from));
  return typeof from === "number" && from !== to;
}
