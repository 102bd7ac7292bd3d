import { memberOf } from "../../json.ts";
import { defineCheck } from "../check.ts";
import { accountOf, type World } from "../world.ts";

/** A disabled account keeps its grants: https://cloud.google.com/iam/docs/service-accounts-disable-enable */
export const accounts = defineCheck<{ readonly isDisabled: boolean }>({
  name: "accounts",
  asks: "Is each account there, and enabled, as which functions run, and pushes and schedules call?",
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
    says: () => "is not there: what runs or calls as it is refused everything",
    todo: "deploy: npm run deploy -- plan, then apply; one that was deleted within 30 days can be undeleted before",
  },
  rules: [
    {
      harm: "will lose",
      when: ({ isDisabled }) => isDisabled,
      says: () => "is disabled: what runs or calls as it is refused everything",
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
