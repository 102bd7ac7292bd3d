import { functionsOf } from "../../../local/runner/functions/handlers.ts";
import { listIn, memberOf, textIn, textsIn } from "../../json.ts";
import { defineCheck } from "../check.ts";
import { type DeployedFunction, type World } from "../world.ts";

/** With or without an account at Google. */
const ANYBODY = ["allUsers", "allAuthenticatedUsers"];

/** A source checks its senders' signatures; the others leave it to Cloud Run who calls them. */
export const openFunctions = defineCheck<{ readonly isOpen: boolean }>({
  name: "open functions",
  asks: "Can only Pub/Sub and the schedules call the functions that are not sources?",
  subjects: (world) =>
    Object.entries(functionsOf(world.manifest)).flatMap(([name, { kind }]) => {
      const service = world.functions.get(name);
      if (kind === "source" || service === undefined) return [];
      const path = pathOf(world, service);
      return [
        {
          name: `service ${service.name}`,
          ask: async () => {
            const policy = await world.google.policy("run", path, "run.services.getIamPolicy");
            return { isOpen: isGrantedToAnybody(policy) || (await isUnchecked(world, path)) };
          },
        },
      ];
    }),
  rules: [
    {
      harm: "will lose",
      when: ({ isOpen }) => isOpen,
      says: () => "is open to everybody: it handles events from anyone, though nobody has signed them",
      todo:
        "gcloud run services update SERVICE --invoker-iam-check, and take its role from allUsers and allAuthenticatedUsers; then deploy, " +
        "which gives the role to its own caller",
    },
  ],
});

export function pathOf({ project }: Pick<World, "project">, { region, name }: DeployedFunction): string {
  return `/v2/projects/${project}/locations/${region}/services/${name}`;
}

/** A service may do without the check of who calls: https://cloud.google.com/run/docs/authenticating/public */
export async function isUnchecked({ google }: Pick<World, "google">, path: string): Promise<boolean> {
  return memberOf(await google.get("run", path, "run.services.get"), "invokerIamDisabled") === true;
}

function isGrantedToAnybody(policy: unknown): boolean {
  const callers = listIn(policy, "bindings").filter((binding) => textIn(binding, "role") === "roles/run.invoker");
  return callers.some((binding) => textsIn(binding, "members").some((member) => ANYBODY.includes(member)));
}
