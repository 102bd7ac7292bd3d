import type { PausedView } from "../handlers-contract.ts";

const WORDS: Readonly<Record<PausedView["by"], (system: string, why: string) => string>> = {
  outage: (system, why) =>
    `${system} does not do its work (${why}), and is asked again and again: goes on when it does`,
  allowance: (system, why) => `${system}'s daily calls run short (${why}): goes on when enough are left`,
  refusals: (system, why) => `${system} refuses one event after another (${why}): mend that, and resume`,
  person: (_, why) => `by hand (${why})`,
};

/** Why something is paused, and what ends that: for the page and the terminal alike. */
export function whyPaused({ by, system, why }: PausedView): string {
  return WORDS[by](system, why);
}
