import { describe, expect, it } from "@jest/globals";
import { readAnswer } from "../../../functions/clients/slack/refusals.ts";

const KINDS: readonly (readonly [name: string, advice: string, codes: string])[] = [
  ["PermanentError", "", `msg_too_long no_text invalid_metadata_format invalid_metadata_schema metadata_too_large`],
  [
    "UnavailableError",
    "",
    `ratelimited rate_limited message_limit_exceeded service_unavailable internal_error fatal_error request_timeout
     team_added_to_org external_channel_migrating invalid_cursor`,
  ],
  ["UnavailableError", "the channel must be", "channel_not_found not_in_channel is_archived messages_tab_disabled"],
  ["UnavailableError", "no such method", "method_deprecated deprecated_endpoint unknown_method"],
  [
    "UnavailableError",
    "SLACK_BOT_TOKEN",
    "not_authed invalid_auth account_inactive token_revoked token_expired not_allowed_token_type",
  ],
  ["UnavailableError", "scopes", "missing_scope no_permission metadata_must_be_sent_from_app"],
  [
    "UnavailableError",
    "administrator",
    `access_denied accesslimited ekm_access_denied enterprise_is_restricted org_login_required restricted_action
     restricted_action_non_threadable_channel restricted_action_read_only_channel restricted_action_thread_only_channel
     team_access_not_granted team_not_found two_factor_setup_required`,
  ],
  [
    "UnavailableError",
    "the workspace",
    "posting_to_general_channel_denied is_inactive user_is_restricted invalid_token",
  ],
  [
    "UnexpectedRefusalError",
    "",
    "quite_new constructor invalid_arguments invalid_blocks as_user_not_supported msg_blocks_too_long",
  ],
];

const OPERATION = "POST /chat.postMessage";
const answer = (status: number, body: unknown) => ({
  status,
  headers: new Headers(),
  body: typeof body === "string" ? body : JSON.stringify(body),
  callMs: 1,
});

describe("readAnswer", () => {
  it.each(KINDS.map(([name, advice, codes]) => ({ name, advice, codes: codes.split(/\s+/) })))(
    "knows whose fault it is, and what to do: $name $advice $codes.0",
    ({ name, advice, codes }) => {
      for (const error of codes) {
        const reading = readAnswer(answer(200, { ok: false, error }), OPERATION);
        const message = expect.stringMatching(
          advice === "" ? new RegExp(`${error}$`) : new RegExp(`${error}: .*${advice}`),
        );
        const reason = { code: error.toUpperCase(), system: "slack", operation: OPERATION, status: 200 };
        expect(reading.error).toMatchObject({ name, message, reason });
      }
    },
  );

  it.each([
    ["internal_error", "record"],
    ["fatal_error", "record"],
    ["service_unavailable", "system"],
    ["ratelimited", "system"],
    ["invalid_auth", "system"],
    ["missing_scope", "settings"],
  ])("says whom %s is for: %s", (error, reach) => {
    expect(readAnswer(answer(200, { ok: false, error }), OPERATION).error).toMatchObject({ reach });
  });

  it.each([
    [500, "UnavailableError"],
    [429, "UnavailableError"],
    [499, "UnexpectedRefusalError"],
  ])("takes a new code under HTTP %i for an %s", (status, name) => {
    expect(readAnswer(answer(status, { ok: false, error: "quite_new" }), OPERATION).error).toMatchObject({
      name,
      reason: { code: "QUITE_NEW", status },
    });
  });

  it.each([
    [400, "UnexpectedRefusalError", false],
    [409, "UnavailableError", false],
    [423, "UnavailableError", false],
    [422, "UnexpectedRefusalError", false],
    [404, "UnavailableError", true],
    [201, "UnavailableError", true],
    [429, "UnavailableError", false],
    [500, "UnavailableError", false],
  ])("takes HTTP %i without Slack's own words for an %s; the address may be wrong: %s", (status, name, isAddress) => {
    const { error } = readAnswer(answer(status, { ok: true }), OPERATION);
    expect(error).toMatchObject({
      name,
      reason: { code: `HTTP_${status}`, system: "slack", operation: OPERATION, status },
      ...(name === "UnavailableError" && { reach: [409, 423].includes(status) ? "record" : "system" }),
    });
    expect(String(error).includes("SLACK_URL")).toBe(isAddress);
  });

  it.each([
    ["{", "MALFORMED_ANSWER"],
    [{ ok: false }, "MALFORMED_ANSWER"],
    [{ ok: "true" }, "MALFORMED_ANSWER"],
    [{ ok: false, error: 7 }, "MALFORMED_ANSWER"],
    [{ ok: false, error: "words of somebody" }, "MALFORMED_ANSWER"],
  ])("can't tell what has come of what is answered %j", (body, code) => {
    expect(readAnswer(answer(200, body), OPERATION).error).toMatchObject({
      name: "UnavailableError",
      reason: { code, system: "slack", operation: OPERATION, status: 200 },
    });
  });

  it("gives what was answered", () => {
    expect(readAnswer(answer(200, { ok: true, ts: "1" }), OPERATION)).toEqual({ body: { ok: true, ts: "1" } });
  });
});
