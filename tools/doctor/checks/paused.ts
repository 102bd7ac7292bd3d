import { type Pause, pauseOf } from "../../../functions/runtime/outage/labels.ts";
import { age } from "../../printing.ts";
import { defineCheck } from "../check.ts";
import { handled, readSubscription } from "../pubsub.ts";
import { RETENTION_SECONDS } from "./subscriptions.ts";

interface Seen {
  readonly pause: Pause | undefined;
  readonly pausedMs: number;
}

/** Two thirds of the message retention. */
const LONG_MS = ((RETENTION_SECONDS * 2) / 3) * 1000;

export const paused = defineCheck<Seen>({
  name: "paused",
  asks: "Is a handler paused, why, and who resumes it?",
  subjects: (world) =>
    handled(world).map(([name, { push }]) => ({
      name: `handler ${world.prefix}${name}`,
      ask: async () => {
        const answer = await readSubscription(world, name);
        if (answer === undefined) return undefined;
        const pause = pauseOf(Object(answer), push !== undefined);
        return { pause, pausedMs: pause === undefined ? 0 : world.now - pause.since };
      },
    })),
  rules: [
    {
      harm: "will lose",
      when: ({ pause, pausedMs }) => pause !== undefined && pausedMs > LONG_MS,
      says: ({ pause, pausedMs }) =>
        `has been paused ${pause?.since === 0 ? "for an unknown time" : `for ${age(pausedMs)}`}: events older than 31 days are gone`,
      todo: "npm run resume -- HANDLER --project P, once its system can take them",
    },
    {
      harm: "will lose",
      when: ({ pause, pausedMs }) => pause?.by === "refusals" && pausedMs <= LONG_MS,
      says: ({ pause, pausedMs }) =>
        `has been paused for ${age(pausedMs)} since ${pause?.system} refuses everything (${pause?.why}), and nobody but a person resumes it`,
      todo: "mend what is refused, then npm run resume -- HANDLER --project P",
    },
    {
      harm: "worth knowing",
      when: ({ pause, pausedMs }) => pause !== undefined && pause.by !== "refusals" && pausedMs <= LONG_MS,
      says: ({ pause, pausedMs }) =>
        `has been paused for ${age(pausedMs)} by ${pause?.by === "person" ? "hand" : `itself (${pause?.by})`}: ${pause?.system}, ${pause?.why}`,
      todo: "npm run status -- --project P says what waits; npm run resume ends it",
    },
  ],
});
