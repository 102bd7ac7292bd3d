import { listIn, memberOf, textIn, textsIn } from "../../json.ts";
import { DEPLOY, defineCheck } from "../check.ts";

interface Seen {
  /** Undefined if the load balancer has none. */
  readonly policy: unknown;
  /** The sender's published addresses. Empty: any. */
  readonly declared: readonly string[];
}

/** Rules that admit a sender come after those that block requests by content: terraform/armor.tf. */
const SENDERS = { from: 2000, to: 2_147_483_646 };

/** https://cloud.google.com/compute/docs/reference/rest/v1/securityPolicies */
export const armor = defineCheck<Seen>({
  name: "Cloud Armor",
  asks: "Does Cloud Armor let in each sender's published addresses, and nobody else's?",
  subjects: ({ manifest, functions, google, project }) =>
    Object.entries(manifest.functions).flatMap(([name, { kind, addressRanges = [] }]) => {
      const found = functions.get(name);
      if (kind !== "source" || found === undefined || found.ingress === "ALLOW_ALL") return [];
      const global = `/compute/v1/projects/${project}/global`;
      return {
        name: `source ${name}`,
        ask: async () => {
          const backend = `${global}/backendServices/${found.name}`;
          const service = await google.get("compute", backend, "compute.backendServices.get");
          if (service === undefined) return undefined;
          const policy = textIn(service, "securityPolicy").split("/").at(-1) ?? "";
          if (policy === "") return { policy: undefined, declared: addressRanges };
          const path = `${global}/securityPolicies/${policy}`;
          return { policy: await google.get("compute", path, "compute.securityPolicies.get"), declared: addressRanges };
        },
      };
    }),
  missing: {
    harm: "loses data",
    says: () => "has no backend service: its sender's webhooks reach nobody",
    todo: DEPLOY,
  },
  rules: [
    {
      harm: "loses data",
      when: (seen) => seen.policy !== undefined && shutOut(seen).length > 0,
      says: (seen) => `turns its own sender away with 403, from ${shutOut(seen).join(", ")}`,
      todo: DEPLOY,
    },
    {
      harm: "worth knowing",
      when: ({ policy }) => policy === undefined,
      says: () => "has no Cloud Armor policy: anybody may send to it at any rate, its signature alone holds",
      todo: DEPLOY,
    },
    {
      harm: "worth knowing",
      when: (seen) => seen.declared.length > 0 && besides(seen).length > 0,
      says: (seen) => `is open to ${besides(seen).join(", ")} too, which its sender does not name`,
      todo: DEPLOY,
    },
    {
      harm: "worth knowing",
      when: ({ policy }) => listIn(policy, "rules").some((rule) => memberOf(rule, "preview") === true),
      says: () => "has Cloud Armor rules in preview: they log, and turn nobody away",
      todo: "armor_preview = false, once the log is quiet, and deploy",
    },
  ],
});

/** Addresses that the policy admits, in preview or not. */
function admitted({ policy }: Seen): string[] {
  return listIn(policy, "rules")
    .filter((rule) => textIn(rule, "action") === "allow" || textIn(rule, "action") === "throttle")
    .flatMap((rule) => textsIn(rule, "match", "config", "srcIpRanges"));
}

/** Addresses admitted besides the sender's. A rule that admits everything in preview has its own message. */
function besides(seen: Seen): string[] {
  const rules = listIn(seen.policy, "rules").filter((rule) => {
    const priority = Number(memberOf(rule, "priority"));
    return priority >= SENDERS.from && priority < SENDERS.to;
  });
  return admitted({ ...seen, policy: { rules } }).filter((range) => !seen.declared.includes(range));
}

function shutOut(seen: Seen): string[] {
  const open = admitted(seen);
  if (open.includes("*")) return [];
  return seen.declared.length === 0 ? ["anywhere"] : seen.declared.filter((range) => !open.includes(range));
}
