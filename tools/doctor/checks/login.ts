import { DeliveryError } from "../../../functions/runtime/define/errors.ts";
import { defineCheck } from "../check.ts";

type Seen =
  | { readonly refused: string }
  | { readonly refused?: undefined; readonly share: number; readonly said: string };

/** Shares of the allowance from which handlers with priority `batch`, or all handlers, wait. */
const BATCH_WAITS = 0.9;
const ALL_WAIT = 0.97;

export const login = defineCheck<Seen>({
  name: "login and allowance",
  asks: "Does the org let ycat in, and how much is left of its daily calls?",
  subjects: ({ org }) => [
    {
      name: "the org",
      async ask() {
        try {
          const usage = await org.usage();
          if (usage === undefined) return undefined;
          const { used, most } = usage;
          return { share: used / most, said: `${used} of ${most} (${Math.round((used / most) * 100)} %)` };
        } catch (error) {
          if (error instanceof DeliveryError) return { refused: error.message };
          throw error;
        }
      },
    },
  ],
  rules: [
    {
      harm: "will lose",
      when: ({ refused }) => refused !== undefined,
      says: ({ refused }) => `does not let ycat in: ${refused}`,
      todo: "docs/salesforce.md has each code of a login and what to do",
    },
    {
      harm: "will lose",
      when: (seen) => seen.refused === undefined && seen.share >= ALL_WAIT,
      says: (seen) => `has used ${saidOf(seen)} of its daily calls: every handler waits`,
      todo: "docs/operate.md#salesforce-quota",
    },
    {
      harm: "worth knowing",
      when: (seen) => seen.refused === undefined && seen.share >= BATCH_WAITS && seen.share < ALL_WAIT,
      says: (seen) => `has used ${saidOf(seen)} of its daily calls: batch handlers wait`,
      todo: "docs/operate.md#salesforce-quota",
    },
  ],
});

function saidOf(seen: Seen): string {
  return seen.refused === undefined ? seen.said : "";
}
