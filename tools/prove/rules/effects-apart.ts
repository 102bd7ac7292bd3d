import { type Finding, finding } from "../finding.ts";
import { knownRecords } from "./harms.ts";
import type { Intercept, Simulation } from "../simulation/simulation.ts";

/**
 * Watches, call by call, what becomes of what an event's own calls have written into new records: two effects that share a key
 * are one record. Bodies must be recorded.
 */
export function watchCreated({ systems }: Simulation): { readonly intercept: Intercept; findings(): Finding[] } {
  const before = new Set(knownRecords(systems).map(({ key }) => key));
  const created = new Map<string, Readonly<Record<string, unknown>>>();
  const rules = new Set<string>();
  let sent = "";
  return {
    async intercept({ requestBody }, proceed) {
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

function ruleOf(kind: string, field: string): string {
  return `makes one record of two effects: it creates a ${kind}, and changes its ${field} in the same delivery`;
}

/** What was empty or a box, and a text that something was added to, is still the same effect's. */
function isOther(from: unknown, to: unknown): boolean {
  if (typeof from === "string") return from !== "" && !(typeof to === "string" && to.includes(from));
  return typeof from === "number" && from !== to;
}
