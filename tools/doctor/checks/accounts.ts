import { memberOf, textsIn } from "../../json.ts";
import { defineCheck } from "../check.ts";
import { accountOf, type World, pauseRoleOf } from "../world.ts";

/** A disabled account keeps its grants: https://cloud.google.com/iam/docs/service-accounts-disable-enable */
export const accounts = defineCheck<{ readonly isDisabled: boolean }>({
  name: "accounts",
  asks: "Does each account exist that functions run as and that pushes and schedules call as, and is it enabled?",
  subjects: (world) =>
    [...accountsOf(world)].map((account) => ({
      name: `account ${account}`,
      ask: async () => {
        const path = `/v1/projects/${world.project}/serviceAccounts/${account}`;
        const answer = await world.google.get("iam", path, "iam.serviceAccounts.get");
        return answer === undefined ? undefined : { isDisabled: memberOf(answer, "disabled") === true };
      },
    })),
  missing: {
    harm: "will lose",
    says: () => "is not there: whatever runs or calls as it is refused everything",
    todo: "deploy: npm run deploy -- plan, then apply; first undelete one that was deleted within 30 days",
  },
  rules: [
    {
      harm: "will lose",
      when: ({ isDisabled }) => isDisabled,
      says: () => "is disabled: whatever runs or calls as it is refused everything",
      todo: "gcloud iam service-accounts enable; ask who, or which policy, has disabled it",
    },
  ],
});

function accountsOf(world: World): Set<string> {
  const callers = world.functions.size === 0 ? [] : ["ycat-push", "ycat-schedule"];
  return new Set([
    ...callers.map((id) => accountOf(world, world.prefix + id)),
    ...[...world.functions.values()].map(({ account }) => account),
  ]);
}

interface Seen {
  readonly isDeleted: boolean;
  readonly lacking: readonly string[];
}

/** terraform/keeper.tf */
const PERMISSIONS = ["pubsub.subscriptions.get", "pubsub.subscriptions.update"];
const OTHERWISE = "no handler can pause itself, so an outage makes dead letters, and no paused handler is resumed";
const todo = "deploy: npm run deploy -- plan, then apply; this restores a deleted role, with its grants";

/**
 * What grants a role stays when the role is deleted, for a week and more, and then grants nothing:
 * https://cloud.google.com/iam/docs/creating-custom-roles#deleting-custom-role
 */
export const roles = defineCheck<Seen>({
  name: "roles",
  asks: "Does the role exist that lets handlers pause themselves and the keeper resume them?",
  subjects: (world) => {
    if (!world.functions.has("keeper")) return [];
    const role = pauseRoleOf(world);
    return [
      {
        name: `role ${role.split("/").at(-1)}`,
        ask: async () => {
          const answer = await world.google.get("iam", `/v1/${role}`, "iam.roles.get");
          if (answer === undefined) return undefined;
          const included = textsIn(answer, "includedPermissions");
          return {
            isDeleted: memberOf(answer, "deleted") === true,
            lacking: PERMISSIONS.filter((permission) => !included.includes(permission)),
          };
        },
      },
    ];
  },
  missing: { harm: "will lose", says: () => `is not there: ${OTHERWISE}`, todo },
  rules: [
    { harm: "will lose", when: ({ isDeleted }) => isDeleted, says: () => `is deleted: ${OTHERWISE}`, todo },
    {
      harm: "will lose",
      when: ({ isDeleted, lacking }) => !isDeleted && lacking.length > 0,
      says: ({ lacking }) => `lacks ${lacking.join(" and ")}: ${OTHERWISE}`,
      todo,
    },
  ],
});
