import type { ManifestSubscription } from "../../../bundler/write/subscriptions.ts";
import { textIn } from "../../json.ts";
import { defineCheck } from "../check.ts";
import { kept, readSubscription } from "../pubsub.ts";
import type { World } from "../world.ts";
import { keeping } from "./subscriptions.ts";

export const keptSubscriptions = defineCheck<{ answer: unknown; wanted: ManifestSubscription; world: World }>({
  name: "dead letters",
  asks: "Is what was given up on, quarantined or discarded kept for people?",
  subjects: (world) =>
    kept(world).map(([name, wanted]) => ({
      name: `subscription ${world.prefix}${name}`,
      ask: async () => {
        const answer = await readSubscription(world, name);
        return answer === undefined ? undefined : { answer, wanted, world };
      },
    })),
  missing: {
    harm: "loses data",
    says: () => "is not there: what is published to its topic is gone",
    todo: "deploy: npm run deploy -- plan, then apply",
  },
  rules: [
    ...keeping,
    {
      harm: "will lose",
      when: ({ answer }) => textIn(answer, "pushConfig", "pushEndpoint") !== "",
      says: ({ answer }) =>
        `pushes to ${textIn(answer, "pushConfig", "pushEndpoint")}: what is taken there is gone here`,
      todo: "deploy: npm run deploy -- plan, then apply",
    },
  ],
});
