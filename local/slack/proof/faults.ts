import { anyCallFaults, otherAnswer, passingFault, type FaultFit } from "../../core/fault-fit.ts";
import type { RequestKind } from "../../core/requests.ts";

/**
 * For any call, 200 with `ok: false`: the workspace or the app is not in order, for every message.
 * https://docs.slack.dev/reference/methods/chat.postMessage#errors
 */
const FOR_ALL = [
  "access_denied",
  "accesslimited",
  "account_inactive",
  "channel_not_found",
  "deprecated_endpoint",
  "ekm_access_denied",
  "enterprise_is_restricted",
  "invalid_auth",
  "method_deprecated",
  "missing_scope",
  "no_permission",
  "not_allowed_token_type",
  "not_authed",
  "not_in_channel",
  "org_login_required",
  "team_access_not_granted",
  "team_not_found",
  "token_expired",
  "token_revoked",
  "two_factor_setup_required",
  "unknown_method",
];
const POSTS_FOR_ALL = [
  "is_archived",
  "messages_tab_disabled",
  "metadata_must_be_sent_from_app",
  "restricted_action",
  "restricted_action_non_threadable_channel",
  "restricted_action_read_only_channel",
  "restricted_action_thread_only_channel",
];
const PASSING = [
  "external_channel_migrating",
  "internal_error",
  "ratelimited",
  "request_timeout",
  "service_unavailable",
  "team_added_to_org",
];
const READS_PASSING = ["invalid_cursor"];
const POSTS_PASSING = ["message_limit_exceeded", "rate_limited"];
const PERMANENT = [
  "invalid_metadata_format",
  "invalid_metadata_schema",
  "metadata_too_large",
  "msg_too_long",
  "no_text",
];
/** The first is documented for every call; the second, as far as we know, for none. */
const UNCLEAR = ["invalid_arguments", "something_quite_new"];
const POSTS_UNCLEAR = ["invalid_blocks", "msg_blocks_too_long", "as_user_not_supported"];

/** Tried in every starting state; the others on the first such call. */
const EVERYWHERE = new Set(["missing_scope", "internal_error", "msg_too_long"]);

/** For any call. */
const ANYWHERE = [...FOR_ALL, ...PASSING, ...UNCLEAR];
const POSTS = [...POSTS_FOR_ALL, ...POSTS_PASSING, ...PERMANENT, ...POSTS_UNCLEAR];

/** How a handler should treat the code. */
function refusal(code: string): FaultFit {
  const isUnclear = [...UNCLEAR, ...POSTS_UNCLEAR].includes(code);
  const isForAll = [...FOR_ALL, ...POSTS_FOR_ALL].includes(code);
  const isPassing = [...PASSING, ...READS_PASSING, ...POSTS_PASSING].includes(code);
  return {
    name: code,
    rule: { fault: code },
    isPermanent: isUnclear ? undefined : PERMANENT.includes(code),
    refuses: { code, whom: isForAll ? "everybody" : isPassing ? "anybody for a while" : "this message" },
    isOneOfMany: !EVERYWHERE.has(code),
    isUnknown: code === "something_quite_new",
  };
}

const refusing = [...ANYWHERE, ...READS_PASSING, ...POSTS].map((code) => [
  code,
  `Not applied: answers 200 with ok: false and the error ${code}.`,
]);

/** Slack's own faults: name → what the caller and the state see. */
export const slackFaults: Readonly<Record<string, string>> = {
  ...Object.fromEntries(refusing),
  fatal_error: "Applied: answers 200 with ok: false and the error fatal_error, of which Slack says that it can be so.",
};

/** The error code of a fault of Slack's own. */
export function errorOf(fault: string): { readonly code: string; readonly isApplied: boolean } | undefined {
  return Object.hasOwn(slackFaults, fault) ? { code: fault, isApplied: fault === "fatal_error" } : undefined;
}

/** The answer of another method. */
const history = otherAnswer("a history's", { ok: true, messages: [], has_more: false });
const posted = otherAnswer("a post's", {
  ok: true,
  channel: "C0000000000",
  ts: "1.000001",
  message: { type: "message", text: "" },
});

const anywhere = [...[...anyCallFaults, "fatal_error"].map(passingFault), ...ANYWHERE.map(refusal)];
const reads = [...anywhere, posted, ...READS_PASSING.map(refusal)];
/** Beyond any caller's time-out. */
const LATE_MS = 90_000;
const afterAll: FaultFit = {
  name: "late-apply after 90 s",
  rule: { fault: "late-apply", milliseconds: LATE_MS },
  isPermanent: false,
};
const posts = [...anywhere, history, passingFault("late-apply"), afterAll, ...POSTS.map(refusal)];

/** The faults that suit an operation. */
export function faultsFor({ url }: RequestKind): readonly FaultFit[] {
  return url.pathname.endsWith("/chat.postMessage") ? posts : reads;
}
