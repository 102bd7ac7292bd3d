import type { HandlerView, PausedView } from "../contract/handlers.ts";

/** The reason of a manual pause without one. */
export const BY_HAND = "by-hand";

const WORDS: Readonly<Record<PausedView["by"], (system: string, why: string) => string>> = {
  outage: (system, why) =>
    `${system} is down, busy or refuses the login (${why}), and is asked again and again: goes on by itself when it answers`,
  allowance: (system, why) => `${system}'s daily calls run short (${why}): goes on when enough are left`,
  refusals: (system, why) => `${system} refuses one event after another (${why}): fix that, and resume`,
  person: (_, why) => (why === BY_HAND ? "by hand" : `by hand (${why})`),
};

/** The code as written elsewhere (HTTP_503, Salesforce's codes): labels are limited to lower case. */
export function codeOf({ why, system }: Pick<PausedView, "why" | "system">): string {
  return system === "salesforce" || /^http_\d+$/.test(why) ? why.toUpperCase() : why;
}

/** Why something is paused and what ends it, for the page and the terminal. */
export function whyPaused({ by, system, why }: PausedView): string {
  return WORDS[by](system, codeOf({ why, system }));
}

/** customer.io starts no campaign for older events. */
const TRIGGERS_FOR_SECONDS = 72 * 3600;

/**
 * Slack accepts a message per second and channel, and fifty reads a minute, one per post: our client's default rate.
 */
const POSTS_PER_MINUTE = 48;

/** What waiting costs now or soon; undefined if nothing. */
export function costOfWaiting(handler: HandlerView): string | undefined {
  return [lateAtCustomerio(handler), lateAtSlack(handler)].filter((cost) => cost !== undefined).join("; ") || undefined;
}

function lateAtSlack({ systems, paused, backlog }: HandlerView): string | undefined {
  if (paused === null || !systems.includes("slack") || (backlog ?? 0) <= POSTS_PER_MINUTE) return undefined;
  return `Slack takes ${POSTS_PER_MINUTE} messages a minute: the last of them comes ${Math.ceil((backlog ?? 0) / POSTS_PER_MINUTE)} min after it goes on`;
}

function lateAtCustomerio({ systems, paused, oldestSeconds }: HandlerView): string | undefined {
  if (paused === null || oldestSeconds === null || !systems.includes("customerio")) return undefined;
  const hours = Math.ceil((TRIGGERS_FOR_SECONDS - oldestSeconds) / 3600);
  const when =
    hours > 0 ? `in ${hours} h the oldest no longer triggers` : "the oldest is over 72 h old, and no longer triggers";
  return `${when} campaigns in customer.io`;
}
