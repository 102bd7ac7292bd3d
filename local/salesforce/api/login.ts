import { createPublicKey, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Clock } from "../../core/clock.ts";
import { parseObject } from "../../core/json.ts";
import { API_USER_ID } from "../rules/owners.ts";
import type { Reply } from "./rest-call.ts";
import type { Sessions } from "./sessions.ts";

/** What the org's connected app checks; absent members are not checked. */
export interface Credentials {
  /** The consumer key: client_id, or iss in an assertion. */
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** PEM public key that verifies assertions (RS256). */
  readonly publicKey?: string;
  /** An assertion's sub. */
  readonly username?: string;
}

const JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer";
const LOGIN_HOSTS = ["https://login.salesforce.com", "https://test.salesforce.com"];
const IDENTITY = `00DHp0000000001MAA/${API_USER_ID}`;

/** A failed login: 400, in OAuth's format instead of the REST API's. */
class LoginError extends Error {
  readonly code: string;

  constructor(code: string, description: string) {
    super(description);
    this.code = code;
  }
}

/** POST /services/oauth2/token. [U] marks texts that are not recorded from Salesforce. */
export function createLogin(
  credentials: Credentials,
  sessions: Sessions,
  clock: Clock,
): (form: URLSearchParams, origin: string) => Reply {
  const key = credentials.publicKey === undefined ? undefined : createPublicKey(credentials.publicKey);
  return (form, origin) => {
    try {
      checkGrant(form, { credentials, key, audiences: [origin, ...LOGIN_HOSTS], now: clock.now() });
    } catch (error) {
      if (error instanceof LoginError) return loginRefused(error.code, error.message);
      throw error;
    }
    const body = {
      access_token: sessions.open(),
      scope: "api",
      instance_url: origin,
      id: `${origin}/id/${IDENTITY}`,
      token_type: "Bearer",
      issued_at: String(clock.now()),
    };
    return { status: 200, body };
  };
}

/** The answer to a failed login. */
export function loginRefused(error: string, description: string): Reply {
  return { status: 400, body: { error, error_description: description } };
}

/** What a login is checked against. */
interface Checked {
  readonly credentials: Credentials;
  readonly key: KeyObject | undefined;
  readonly audiences: readonly string[];
  readonly now: number;
}

function checkGrant(form: URLSearchParams, checked: Checked): void {
  switch (form.get("grant_type")) {
    case JWT_BEARER:
      return checkAssertion(form.get("assertion") ?? "", checked);
    case "client_credentials":
      return checkSecret(form, checked.credentials);
    default:
      throw new LoginError("unsupported_grant_type", "grant type not supported");
  }
}

function checkSecret(form: URLSearchParams, { clientId, clientSecret }: Credentials): void {
  const given = form.get("client_id");
  if (given === null || (clientId !== undefined && given !== clientId))
    throw new LoginError("invalid_client_id", "client identifier invalid");
  const secret = form.get("client_secret");
  if (secret === null || (clientSecret !== undefined && secret !== clientSecret))
    throw new LoginError("invalid_client", "invalid client credentials");
}

/** [U] whether exp may be at most 3 or 5 minutes ahead: any time is accepted here. */
function checkAssertion(assertion: string, { credentials, key, audiences, now }: Checked): void {
  const [header = "", payload = "", signature = ""] = assertion.split(".");
  const invalid = () => new LoginError("invalid_grant", "invalid assertion");
  if (readPart(header)?.["alg"] !== "RS256") throw invalid();
  if (
    key !== undefined &&
    !verify("RSA-SHA256", Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))
  )
    throw invalid();
  const claims = readPart(payload);
  if (claims === undefined) throw invalid();
  if (credentials.clientId !== undefined && claims["iss"] !== credentials.clientId)
    throw new LoginError("invalid_client_id", "client identifier invalid");
  if (!audiences.includes(String(claims["aud"]).replace(/\/$/, "")))
    throw new LoginError("invalid_grant", "audience is invalid");
  // [U] Salesforce's words.
  if (typeof claims["exp"] !== "number" || claims["exp"] * 1000 <= now)
    throw new LoginError("invalid_grant", "expired assertion");
  if (
    typeof claims["sub"] !== "string" ||
    (credentials.username !== undefined && claims["sub"] !== credentials.username)
  ) {
    throw new LoginError("invalid_grant", "user hasn't approved this consumer");
  }
}

function readPart(part: string): Record<string, unknown> | undefined {
  return parseObject(Buffer.from(part, "base64url").toString());
}
