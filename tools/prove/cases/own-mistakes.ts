import { type Finding, finding } from "../finding.ts";
import type { Simulation } from "../simulation/simulation.ts";

/**
 * A system may refuse an event's data, but an error of the handler's own is a mistake for any event that its schema
 * allows.
 */
export function mistakeFindings({ deadLetters }: Simulation): Finding[] {
  const own = deadLetters.filter(({ attributes }) => attributes["dead-letter-system"] === "handler");
  const codes = new Set(
    own.map(({ attributes: { "dead-letter-code": code, "dead-letter-operation": place } }) =>
      [code, place].filter(Boolean).join(" at "),
    ),
  );
  return [...codes].map((code) =>
    finding(
      "effects",
      `ends in an error of its own (${code}), and then a dead letter, of an event that its schema takes`,
    ),
  );
}
