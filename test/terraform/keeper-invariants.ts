import { broken, memberOf, type Rule, subscriptionsOf, typed } from "./rules.ts";

/** One entry of HANDLERS. */
interface KeptHandler {
  readonly subscription?: string;
  readonly push?: {
    readonly pushEndpoint: string;
    readonly oidcToken: { readonly audience: string; readonly serviceAccountEmail: string };
  } | null;
  readonly systems?: readonly string[];
  readonly dailyCalls?: object;
}

/** What must hold of pausing and resuming in every deployment. */
export const keeperInvariants: Readonly<Record<string, Rule>> = {
  "a handler may get and update its own subscription, the keeper each of them, and nobody any other": (declared) => {
    const role = Object.values(declared.of("google_project_iam_custom_role.pause"))[0]?.values;
    const accounts = declared.of("google_service_account.function");
    const bound = typed(declared, "google_pubsub_subscription_iam_member").filter(
      ({ values }) => values.role === role?.id,
    );
    const wanted = subscriptionsOf(declared).flatMap(({ index = "", values: { id } }) =>
      [index, "keeper"].map((name) => `${id} ${memberOf(accounts[name])}`),
    );
    const given = bound.map(({ values }) => `${values.subscription} ${values.member}`);
    const isNarrow =
      role === undefined || role.permissions.join() === "pubsub.subscriptions.get,pubsub.subscriptions.update";
    return [
      ...(isNarrow ? [] : ["google_project_iam_custom_role.pause"]),
      ...wanted.filter((one) => !given.includes(one)),
      ...given.filter((one) => !wanted.includes(one)),
    ];
  },

  "the keeper is told of each subscription what is declared of it, and is called each minute": (declared) => {
    const upkeep = declared.of("google_cloudfunctions2_function.upkeep");
    const jobs = declared.of("google_cloud_scheduler_job.main");
    const subscriptions = declared.of("google_pubsub_subscription.handler");
    if (Object.keys(subscriptions).length === 0) return Object.keys({ ...upkeep, ...jobs });
    const { HANDLERS } = upkeep["keeper"]?.values.service_config[0].environment_variables ?? {};
    const told: Readonly<Record<string, KeptHandler>> = JSON.parse(HANDLERS ?? "{}");
    const uri = upkeep["keeper"]?.values.service_config[0].uri;
    const [target] = jobs["keeper"]?.values.http_target ?? [];
    return [
      ...(target?.uri === uri &&
      target?.oidc_token[0]?.audience === uri &&
      jobs["keeper"]?.values.schedule === "* * * * *"
        ? []
        : ["google_cloud_scheduler_job.main"]),
      ...broken(Object.values(subscriptions), ({ index = "", values: { name, push_config } }) => {
        const { subscription, push, systems } = told[index] ?? {};
        const [config] = push_config;
        return (
          subscription === `projects/acme-webhooks/subscriptions/${name}` &&
          Array.isArray(systems) &&
          push?.pushEndpoint === config?.push_endpoint &&
          push?.oidcToken.audience === config?.oidc_token[0].audience &&
          push?.oidcToken.serviceAccountEmail === config?.oidc_token[0].service_account_email
        );
      }),
    ];
  },

  "the keeper may count what waits where handlers spend what a system allows by the day, unless that is off": (
    declared,
  ) => {
    const keeper = declared.of("google_cloudfunctions2_function.upkeep")["keeper"];
    const { HANDLERS, ALLOWANCE_BACKLOG } = keeper?.values.service_config[0].environment_variables ?? {};
    const told: Readonly<Record<string, KeptHandler>> = JSON.parse(HANDLERS ?? "{}");
    const isToCount =
      ALLOWANCE_BACKLOG !== "0" &&
      Object.values(told).some(({ dailyCalls = {} }) => Object.keys(dailyCalls).length > 0);
    const account = memberOf(declared.of("google_service_account.function")["keeper"]);
    const granted = typed(declared, "google_project_iam_member").filter(
      ({ values: { role, member } }) => role === "roles/monitoring.viewer" && member === account,
    );
    return granted.length === (isToCount ? 1 : 0) ? [] : ["google_project_iam_member.count"];
  },

  "the sweep fetches from its own subscription and no other, is called each hour, and handlers note nothing without it":
    (declared) => {
      const sweep = declared.of("google_cloudfunctions2_function.upkeep")["sweep"]?.values;
      const job = declared.of("google_cloud_scheduler_job.main")["sweep"]?.values;
      const sent = Object.values(declared.of("google_pubsub_subscription.sent"));
      const account = memberOf(declared.of("google_service_account.function")["sweep"]);
      const fetches = typed(declared, "google_pubsub_subscription_iam_member")
        .filter(({ values }) => values.member === account && sweep !== undefined)
        .map(({ values }) => `${values.subscription} ${values.role}`);
      const wanted = sent.map(({ values }) => `${values.id} roles/pubsub.subscriber`);
      const isCalled =
        job?.http_target[0].uri === sweep?.service_config[0].uri &&
        job?.http_target[0].oidc_token[0].audience === sweep?.service_config[0].uri;
      const noting = Object.values(declared.of("google_cloudfunctions2_function.handler")).filter(({ values }) => {
        const { SWEEP } = values.service_config[0].environment_variables;
        return SWEEP !== undefined && SWEEP !== (sweep === undefined ? "off" : "on");
      });
      return [
        ...(fetches.join() === wanted.join() && sent.length === (sweep === undefined ? 0 : 1)
          ? []
          : [...fetches, ...wanted, "sent"]),
        ...(isCalled ? [] : ["google_cloud_scheduler_job.main"]),
        ...noting.map(({ index = "" }) => index),
      ];
    },
};
