import { textIn } from "../../json.ts";
import { defineCheck } from "../check.ts";
import { declared } from "../world.ts";

/** https://cloud.google.com/scheduler/docs/reference/rest/v1/projects.locations.jobs#State */
export const schedules = defineCheck<{ readonly state: string; readonly schedule: string; readonly wanted: string }>({
  name: "schedules",
  asks: "Are the keeper, the sweep and each batch handler called, as often as they say?",
  subjects: ({ manifest, functions, google, project, prefix }) =>
    declared(manifest).flatMap(([name, { schedule }]) => {
      const found = functions.get(name);
      if (schedule === undefined || found === undefined) return [];
      const path = `/v1/projects/${project}/locations/${found.region}/jobs/${prefix}${name}`;
      return {
        name: `schedule ${prefix}${name}`,
        ask: async () => {
          const answer = await google.get("cloudscheduler", path, "cloudscheduler.jobs.get");
          if (answer === undefined) return undefined;
          return { state: textIn(answer, "state"), schedule: textIn(answer, "schedule"), wanted: schedule };
        },
      };
    }),
  missing: {
    harm: "will lose",
    says: () =>
      "is not there: its function is never called, and what waits for it (events, notes, a paused handler) waits until it expires",
    todo: "deploy: npm run deploy -- plan, then apply",
  },
  rules: [
    {
      harm: "will lose",
      when: ({ state }) => state !== "ENABLED",
      says: ({ state }) => `is ${state}: its function is not called, and what waits for it waits until it expires`,
      todo: "gcloud scheduler jobs resume, or deploy",
    },
    {
      harm: "worth knowing",
      when: ({ schedule, wanted }) => schedule !== wanted,
      says: ({ schedule, wanted }) => `is ${schedule}, and not ${wanted} as its function says`,
      todo: "deploy: npm run deploy -- plan, then apply",
    },
  ],
});
