import type { Why, WhyAttempt, WhyEvent, WhyHandler } from "../../local/console/contract/why.ts";

/** The explanation as lines for a terminal. */
export function whyLines({ email, events }: Why): string[] {
  if (events.length === 0) return [`Nothing is known of ${email}.`];
  const known = new Set(events.map(({ eventId }, index) => eventId ?? index)); // a webhook may come twice
  const count = known.size === 1 ? "1 event" : `${known.size} events`;
  return [`${email}: ${count}`, ...events.flatMap(eventLines)];
}

function eventLines({ at, what, source, eventId, because, handlers }: WhyEvent): string[] {
  const title = [time(at), what ?? "webhook", source === "" ? "" : `from ${source}`, eventId ?? ""];
  return [
    "",
    title.filter((part) => part !== "").join("  "),
    ...(because === null ? [] : [`  ${because}`]),
    ...handlers.flatMap(handlerLines),
  ];
}

function handlerLines({ name, version, state, because, attempts, sweeps }: WhyHandler): string[] {
  const unheard = attempts.length === 0 ? "nothing is logged about it" : undefined;
  const parts = [state, because ?? unheard].filter((part) => part !== undefined).join(": ");
  const build = version === null ? "" : `  (build ${version})`;
  return [
    `  ${name}  ${parts}${build}`,
    ...attempts.flatMap(attemptLines),
    ...sweeps.map(({ at, system, what }) => `    sweep, ${time(at)}: ${system}: ${what}`),
  ];
}

function attemptLines({ number, isReplay, at, outcome, because, writes, leftOut, remarks }: WhyAttempt): string[] {
  const ended = outcome === "skipped" ? "skipped, since it was meant for another handler" : outcome;
  const leaving = outcome !== "done" && writes.length === 0 ? "tried without" : "left out";
  return [
    `    ${isReplay ? "replayed, " : ""}attempt ${number}, ${time(at)}: ${[ended, because].filter((part) => part !== null).join(", ")}`,
    ...writes.map(({ system, operation, records, fields }) => {
      const ids = records.length === 0 ? "" : ` ${records.join(", ")}`;
      return `      ${system} ${operation}${ids}: ${fields.join(", ") || "no field"}`;
    }),
    ...leftOut.map(({ field, because: reason }) => `      ${leaving}: ${field} (${reason})`),
    ...remarks.map(({ what, because: reason }) => `      says: ${what} (${reason})`),
  ];
}

function time(at: string): string {
  return at.replace("T", " ").replace(/(?:\.\d+)?(?:Z|\+00:00)$/, "Z");
}
