import {
  type DeliveryError,
  PermanentError,
  RECORD_IN_USE,
  type Reason,
  UnavailableError,
  UnexpectedRefusalError,
} from "../../runtime/define/errors.ts";
import { jsonIn, type JsonObject, membersOf } from "../../runtime/objects.ts";
import type { SystemAnswer } from "../outgoing/exchange.ts";

/** The message's own fault: refused for ever. */
export const PERMANENT = new Set([
  "msg_too_long",
  "no_text",
  "invalid_metadata_format",
  "invalid_metadata_schema",
  "metadata_too_large",
]);

/** Soon over. */
export const PASSING = new Set([
  "ratelimited",
  "rate_limited",
  "message_limit_exceeded",
  "service_unavailable",
  "internal_error",
  "fatal_error",
  "request_timeout",
  "team_added_to_org",
  "external_channel_migrating",
  // A cursor expires after minutes: the next delivery starts over.
  "invalid_cursor",
]);

/** A crash inside Slack, perhaps on this message only. */
const CRASHES = ["internal_error", "fatal_error"];

const INVITE = "the channel must be an id (C…) as functions/configuration has it, not archived, and the app a member";
const TOKEN = "check SLACK_BOT_TOKEN";
const SCOPES = "the app needs the scopes chat:write, channels:history and, for private channels, groups:history";
const METHOD = "Slack has no such method any more: check SLACK_URL, and take a newer ycat";
const RIGHTS = "an administrator of the workspace has to allow the app to post there";

/** The workspace's or our app's fault: every message is refused until someone acts on the advice. */
export const FOR_ALL: Readonly<Record<string, string>> = {
  channel_not_found: INVITE,
  not_in_channel: INVITE,
  is_archived: INVITE,
  messages_tab_disabled: INVITE,
  not_authed: TOKEN,
  invalid_auth: TOKEN,
  account_inactive: TOKEN,
  token_revoked: TOKEN,
  token_expired: TOKEN,
  not_allowed_token_type: TOKEN,
  method_deprecated: METHOD,
  deprecated_endpoint: METHOD,
  unknown_method: METHOD,
  missing_scope: SCOPES,
  no_permission: SCOPES,
  metadata_must_be_sent_from_app: SCOPES,
  access_denied: RIGHTS,
  accesslimited: RIGHTS,
  ekm_access_denied: RIGHTS,
  enterprise_is_restricted: RIGHTS,
  org_login_required: RIGHTS,
  restricted_action: RIGHTS,
  restricted_action_non_threadable_channel: RIGHTS,
  restricted_action_read_only_channel: RIGHTS,
  restricted_action_thread_only_channel: RIGHTS,
  team_access_not_granted: RIGHTS,
  team_not_found: RIGHTS,
  two_factor_setup_required: RIGHTS,
};

/** Undocumented codes whose words say that nothing is wrong with the message. */
const NOT_THE_MESSAGES =
  /(?:^|_)(?:channel|team|workspace|org|enterprise|app|bot|token|auth|scope)(?:_|$)|restricted|denied|disabled|inactive|archived|uninstalled|not_enabled|upgrade_required/;
const SEE_SLACK = "it is about the channel, the app or the workspace: https://docs.slack.dev says what";

/** The answer: an object on success. Slack returns 200 for almost everything, with `ok: false` for refusals. */
export type Reading = { readonly error: DeliveryError } | { readonly error?: undefined; readonly body: JsonObject };

/** Errors: https://docs.slack.dev/reference/methods/chat.postMessage#errors */
export function readAnswer({ status, body }: SystemAnswer, operation: string): Reading {
  const answered = membersOf(jsonIn(body));
  if (status === 200 && answered["ok"] === true) return { body: answered };
  const error = answered["error"];
  if (typeof error === "string" && /^\w{1,80}$/.test(error)) return { error: refusal(error, status, operation) };
  return { error: status === 200 ? malformedAnswer(operation) : httpError(status, operation) };
}

/** For an answer that claims success but does not look like it: whether the call took effect is unknown. */
export function malformedAnswer(operation: string): UnavailableError {
  const message = `slack answered ${operation} with a body that is cut or no such answer; it may have taken effect`;
  return new UnavailableError(message, { code: "MALFORMED_ANSWER", system: "slack", operation, status: 200 });
}

function refusal(error: string, status: number, operation: string): DeliveryError {
  const reason: Reason = { code: error.toUpperCase(), system: "slack", operation, status };
  const message = `slack refused ${operation} with ${error}`;
  if (PERMANENT.has(error)) return new PermanentError(message, reason);
  const advice = Object.hasOwn(FOR_ALL, error) ? FOR_ALL[error] : adviceByWords(error);
  if (advice !== undefined)
    return new UnavailableError(`${message}: ${advice}`, reason, { reach: advice === TOKEN ? "system" : "settings" });
  const isPassing = PASSING.has(error) || status === 429 || status >= 500;
  if (!isPassing) return new UnexpectedRefusalError(message, reason);
  return new UnavailableError(message, reason, { reach: CRASHES.includes(error) ? "record" : "system" });
}

function adviceByWords(error: string): string | undefined {
  return !PASSING.has(error) && NOT_THE_MESSAGES.test(error) ? SEE_SLACK : undefined;
}

/** Answered by something in front of Slack. */
function httpError(status: number, operation: string): DeliveryError {
  const reason: Reason = { code: `HTTP_${status}`, system: "slack", operation, status };
  const message = `slack answered ${operation} with HTTP ${status}`;
  if (RECORD_IN_USE.includes(status)) return new UnavailableError(message, reason, { reach: "record" });
  if ([400, 422].includes(status)) return new UnexpectedRefusalError(message, reason);
  return new UnavailableError(status < 500 && status !== 429 ? `${message}: check SLACK_URL` : message, reason);
}
