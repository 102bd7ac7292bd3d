import { commonFaults } from "../../core/faults.ts";
import type { FaultFit, RequestKind } from "../../core/system.ts";

/** Whatever is asked, 200 with `ok: false`; https://docs.slack.dev/reference/methods/chat.postMessage#errors */
const ANYWHERE = [
  "account_inactive",
  "channel_not_found",
  "internal_error",
  "invalid_auth",
  "missing_scope",
  "not_in_channel",
  "ratelimited",
  "service_unavailable",
  "token_revoked",
];
const POSTS = ["is_archived", "restricted_action"];
const PERMANENT = ["msg_too_long"];

const refusing = [...ANYWHERE, ...POSTS, ...PERMANENT].map((code) => [
  code,
  `Not applied: answers 200 with ok: false and the error ${code}.`,
]);

/** What Slack does wrong in ways of its own: name → what the caller and the state see. */
export const slackFaults: Readonly<Record<string, string>> = {
  ...Object.fromEntries(refusing),
  fatal_error: "Applied: answers 200 with ok: false and the error fatal_error, of which Slack says that it can be so.",
};

/** The error that one of Slack's own faults answers with. */
export function errorOf(fault: string): { readonly code: string; readonly isApplied: boolean } | undefined {
  return Object.hasOwn(slackFaults, fault) ? { code: fault, isApplied: fault === "fatal_error" } : undefined;
}

const fit = (name: string): FaultFit => ({ name, rule: { fault: name }, isPermanent: PERMANENT.includes(name) });

const reads = [...Object.keys(commonFaults).filter((name) => name !== "late-apply"), ...ANYWHERE, "fatal_error"].map(
  fit,
);
/** By then no caller waits any more. */
const LATE_MS = 90_000;
const afterAll: FaultFit = {
  name: "late-apply after 90 s",
  rule: { fault: "late-apply", milliseconds: LATE_MS },
  isPermanent: false,
};
const posts = [...reads, ...["late-apply", ...POSTS, ...PERMANENT].map(fit), afterAll];

/** The faults that make sense for an operation. */
export function faultsFor({ url }: RequestKind): readonly FaultFit[] {
  return url.pathname.endsWith("/chat.postMessage") ? posts : reads;
}
