import { type KeyObject, sign } from "node:crypto";
import { UnavailableError } from "../../../runtime/define/errors.ts";
import { jsonIn, membersOf } from "../../../runtime/objects.ts";
import { type Caller, exchange, type Line, type SystemAnswer } from "../../outgoing/exchange.ts";
import { logAnswer } from "../../outgoing/log-answer.ts";
import { isSafe } from "../../outgoing/settings.ts";
import { malformedAnswer } from "./errors.ts";
import type { SalesforceConfiguration } from "../settings.ts";

export interface Session {
  readonly accessToken: string;
  /** Where the org's API is: origin only. */
  readonly instanceUrl: string;
}

const TOKEN_PATH = "/services/oauth2/token";
const OPERATION = `POST ${TOKEN_PATH}`;

/**
 * Asks for an access token.
 * @throws UnavailableError always: whatever is wrong with our login, nothing is with the message.
 */
export async function logIn(line: Line, caller: Caller, configuration: SalesforceConfiguration): Promise<Session> {
  const answer = await exchange(line, caller, {
    method: "POST",
    url: configuration.loginUrl + TOKEN_PATH,
    operation: OPERATION,
    headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
    body: new URLSearchParams(tokenRequest(configuration, line.clock.now())).toString(),
  });
  const session = answer.status === 200 ? readSession(answer.body) : undefined;
  const error = session === undefined ? loginError(answer) : undefined;
  logAnswer(caller.log, { system: line.system, operation: OPERATION, answer, reason: error?.reason.code });
  if (session === undefined) throw error;
  return session;
}

function tokenRequest(
  { credential, clientId, loginUrl }: SalesforceConfiguration,
  now: number,
): Record<string, string> {
  if (credential.flow === "client-credentials") {
    return { grant_type: "client_credentials", client_id: clientId, client_secret: credential.clientSecret };
  }
  const { username, privateKey } = credential;
  const claims = { iss: clientId, sub: username, aud: audience(loginUrl), exp: Math.floor(now / 1000) + 180 };
  return { grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer", assertion: signJwt(claims, privateKey) };
}

/**
 * Salesforce wants one of its two general login hosts as the audience, whatever the org's My Domain: the second for
 * sandboxes, old and new, and scratch orgs. `--` is before a sandbox's name alone. A stand-in, or a site's own host, is its own.
 */
function audience(loginUrl: string): string {
  const { hostname } = new URL(loginUrl);
  if (!hostname.endsWith(".salesforce.com")) return loginUrl;
  const isTest = /^test\.|--|^cs\d+\.|\.(?:sandbox|scratch|cs\d+)\.my\./.test(hostname);
  return isTest ? "https://test.salesforce.com" : "https://login.salesforce.com";
}

function signJwt(claims: object, privateKey: KeyObject): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
  const signed = `${encode({ alg: "RS256", typ: "JWT" })}.${encode(claims)}`;
  return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
}

function readSession(body: string): Session | undefined {
  const { access_token: accessToken, instance_url: instance } = membersOf(jsonIn(body));
  const instanceUrl = typeof instance === "string" ? URL.parse(instance) : null;
  if (typeof accessToken !== "string" || !/^[\x21-\x7e]+$/.test(accessToken)) return undefined;
  if (instanceUrl === null || !isSafe(instanceUrl)) return undefined;
  return { accessToken, instanceUrl: instanceUrl.origin };
}

/** One code, and Salesforce's words for which of many things is wrong; the first that are in them. */
const DESCRIBED: readonly (readonly [words: string, advice: string])[] = [
  [
    "ip restricted",
    "the user's profile, or the app, lets no such address in: relax IP restrictions in the app's policies",
  ],
  ["inactive user", "the user SALESFORCE_USERNAME, or the one that the app runs as, is deactivated"],
  ["inactive organization", "the org is locked or has ended"],
  ["user is locked", "the user is locked or frozen"],
  [
    "approved",
    "the user is not approved for the app: give it the permission set ycat, and the app that permission set; or the org has no " +
      "user of SALESFORCE_USERNAME, which in a sandbox ends in the sandbox's name",
  ],
  ["no client credentials user", "the app names no user to run as: its policies, Client Credentials Flow, Run As"],
  ["not supported on this domain", "SALESFORCE_LOGIN_URL must be the org's My Domain, not login.salesforce.com"],
  ["audience", "SALESFORCE_LOGIN_URL is not this org's: the audience follows from it"],
  ["assertion", "the certificate of SALESFORCE_CREDENTIAL is not the app's, or this machine's clock is wrong"],
  ["login hours", "the user's profile lets nobody in at this hour"],
  ["client credentials", "SALESFORCE_CLIENT_ID or _CREDENTIAL are another app's, or were changed there"],
  [
    "client identifier",
    "SALESFORCE_CLIENT_ID is no app's of this org; one that is minutes old is not known everywhere yet",
  ],
  ["blocked", "an administrator has blocked the app: Setup, Connected Apps OAuth Usage, Unblock"],
  ["installed", "the org does not know the app: Setup, Connected Apps OAuth Usage, Install"],
  ["login rate", "too many logins of that user within the hour: let nothing else log in as it"],
  ["grant type", "the app does not have this flow switched on: its settings and policies (docs/salesforce.md)"],
  ["retry your request", "Salesforce asks to be asked again"],
];

function loginError({ status, body }: SystemAnswer): UnavailableError {
  if (status < 300) return malformedAnswer(OPERATION, status);
  const { error, error_description: described } = membersOf(jsonIn(body));
  const code = typeof error === "string" && /^\w{1,80}$/.test(error) ? error.toUpperCase() : `HTTP_${status}`;
  const advice =
    DESCRIBED.find(([words]) => typeof described === "string" && described.toLowerCase().includes(words))?.[1] ??
    "check SALESFORCE_LOGIN_URL, _CLIENT_ID, _USERNAME and _CREDENTIAL";
  const message = `salesforce refused the login with ${code}, HTTP ${status}: ${advice}`;
  return new UnavailableError(message, { code, system: "salesforce", operation: OPERATION, status });
}
