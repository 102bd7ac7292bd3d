import { textIn } from "../../json.ts";
import { DEPLOY, defineCheck } from "../check.ts";
import { seconds } from "../pubsub.ts";

const WEEK_SECONDS = 7 * 86_400;

/** https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics#Topic */
export const topics = defineCheck<{ readonly isEvent: boolean; readonly retention: number }>({
  name: "topics",
  asks: "Is each topic there, and does it keep events for a week, to seek back to?",
  subjects: ({ manifest, google, project, prefix }) =>
    Object.entries(manifest.topics).map(([name, { kind }]) => ({
      name: `topic ${prefix}${name}`,
      ask: async () => {
        const answer = await google.get(
          "pubsub",
          `/v1/projects/${project}/topics/${prefix}${name}`,
          "pubsub.topics.get",
        );
        if (answer === undefined) return undefined;
        return { isEvent: kind === "event", retention: seconds(textIn(answer, "messageRetentionDuration")) };
      },
    })),
  missing: {
    harm: "will lose",
    says: () => "is not there: publishing to it fails, and senders give up in the end",
    todo: DEPLOY,
  },
  rules: [
    {
      harm: "worth knowing",
      when: ({ isEvent, retention }) => isEvent && retention < WEEK_SECONDS,
      says: ({ retention }) =>
        `keeps events for ${Math.floor(retention / 86_400)} days, not for 7: a new subscription can seek back no further`,
      todo: DEPLOY,
    },
  ],
});
