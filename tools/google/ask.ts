import { missingCredentials } from "../../local/core/credentials.ts";
import { jsonIn } from "../../local/core/json.ts";
import { CommandError } from "../../local/core/problems.ts";
import { listIn, memberOf, textIn } from "../json.ts";

/** Google's REST APIs for what is deployed, delivered, waiting, logged and archived. */
export const endpoints = {
  bigquery: "https://bigquery.googleapis.com",
  cloudresourcemanager: "https://cloudresourcemanager.googleapis.com",
  cloudscheduler: "https://cloudscheduler.googleapis.com",
  compute: "https://compute.googleapis.com",
  functions: "https://cloudfunctions.googleapis.com",
  iam: "https://iam.googleapis.com",
  logging: "https://logging.googleapis.com",
  monitoring: "https://monitoring.googleapis.com",
  pubsub: "https://pubsub.googleapis.com",
  run: "https://run.googleapis.com",
  secretmanager: "https://secretmanager.googleapis.com",
};
export type Endpoints = Readonly<Record<keyof typeof endpoints, string>>;

/** Sends a request as JSON. @throws CommandError if there is no answer, GoogleRefusal if it is refused */
export type Ask = (method: "GET" | "PATCH" | "POST", url: string, body?: object) => Promise<unknown>;

/** A project's APIs, as this account or a test reaches them. */
export interface Google {
  readonly project: string;
  readonly ask: Ask;
  readonly urls: Endpoints;
}

/** A refusal from Google. https://cloud.google.com/apis/design/errors */
export class GoogleRefusal extends CommandError {
  /** The HTTP status. */
  readonly status: number;
  /** Set if the API is not enabled in the project: `pubsub.googleapis.com`. */
  readonly disabledApi: string | undefined;
  /**
   * Whether the account lacks a permission. Google also answers 403 where billing has ended, or a perimeter lets nobody in:
   * https://cloud.google.com/apis/design/errors#error_info
   */
  readonly isOfPermission: boolean;

  constructor(message: string, status: number, body: unknown, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    const details = listIn(body, "error", "details");
    const info = details.find((detail) => textIn(detail, "reason") !== "");
    const reason = textIn(info, "reason");
    this.disabledApi = reason === "SERVICE_DISABLED" ? textIn(info, "metadata", "service") : undefined;
    this.isOfPermission = status === 403 && ["", "IAM_PERMISSION_DENIED"].includes(reason);
  }
}

/** Thrown if the account has no credentials, or none that Google takes. */
export class CredentialsError extends CommandError {}

/** Longer than the longest wait for a BigQuery statement. */
const TIMEOUT_MS = 60_000;

export function openGoogle(project: string): Google {
  return { project, urls: endpoints, ask: askWithCredentials(project) };
}

/** A whole list, which Google answers in pages: its items are in this member. */
export async function listAll(get: (url: string) => Promise<unknown>, url: string, member: string): Promise<unknown[]> {
  const all: unknown[] = [];
  for (let pageToken = ""; ;) {
    const query = new URLSearchParams({ pageSize: "1000", ...(pageToken !== "" && { pageToken }) });
    const page = await get(`${url}?${query.toString()}`);
    all.push(...listIn(page, member));
    pageToken = textIn(page, "nextPageToken");
    if (pageToken === "") return all;
  }
}

/**
 * With this account's application default credentials, loaded on first use.
 * @param token of GOOGLE_OAUTH_ACCESS_TOKEN, which Terraform takes instead of these
 */
export function askWithCredentials(project: string, token = process.env["GOOGLE_OAUTH_ACCESS_TOKEN"] ?? ""): Ask {
  return async (method, url, body) => {
    if (token !== "") return askWithToken(token, method, url, body).catch(throwExplained(project, url));
    const { PubSub } = await import("@google-cloud/pubsub");
    const { auth } = new PubSub({ projectId: project });
    const asked = auth.request({ url, method, timeout: TIMEOUT_MS, ...(body && { data: body }) });
    return (await asked.catch(throwExplained(project, url))).data;
  };
}

async function askWithToken(token: string, method: string, url: string, body?: object): Promise<unknown> {
  const response = await fetch(url, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(body && { body: JSON.stringify(body) }),
  });
  const data = jsonIn(await response.text());
  if (response.ok) return data;
  const message = textIn(data, "error", "message") || `HTTP ${response.status}`;
  throw Object.assign(new Error(message), { response: { status: response.status, data } });
}

function throwExplained(project: string, url: string): (cause: unknown) => never {
  return (cause) => {
    throw explained(cause, project, url);
  };
}

/** A refusal of the credentials says nothing about what was asked for. */
export function explained(cause: unknown, project: string, url: string): CommandError {
  const advice = missingCredentials(cause, project);
  if (advice !== undefined) return new CredentialsError(advice, { cause });
  const reason = cause instanceof Error ? cause.message : String(cause);
  const message = `${new URL(url).host} does not answer as it should: ${reason}`;
  const [status, answer] = [memberOf(cause, "response", "status"), memberOf(cause, "response", "data")];
  return typeof status === "number"
    ? new GoogleRefusal(message, status, answer, { cause })
    : new CommandError(message, { cause });
}
