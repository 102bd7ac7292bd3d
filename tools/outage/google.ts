import { CommandError } from "../../local/console/dead-letters/problems.ts";
import { listIn, memberOf, textIn } from "../deploy/json.ts";

/** Google's REST APIs that know what is deployed, what it is delivered, and how much waits. */
export const endpoints = {
  functions: "https://cloudfunctions.googleapis.com",
  monitoring: "https://monitoring.googleapis.com",
  pubsub: "https://pubsub.googleapis.com",
};
export type Endpoints = Readonly<Record<keyof typeof endpoints, string>>;

/** Makes a request as JSON. @throws CommandError where it is refused or not answered */
export type Ask = (method: "GET" | "PATCH" | "POST", url: string, body?: object) => Promise<unknown>;

const TIMEOUT_MS = 15_000;

/** Google's no. https://cloud.google.com/apis/design/errors */
export class GoogleRefusal extends CommandError {
  /** The HTTP status. */
  readonly status: number;
  /** Of one that was not enabled in the project: `pubsub.googleapis.com`. */
  readonly disabledApi: string | undefined;

  constructor(message: string, status: number, body: unknown, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
    const details = listIn(body, "error", "details");
    const disabled = details.find((detail) => textIn(detail, "reason") === "SERVICE_DISABLED");
    this.disabledApi = disabled === undefined ? undefined : textIn(disabled, "metadata", "service");
  }
}

/** With this account's application default credentials, as the other commands; loaded only once they are needed. */
export function askWithCredentials(project: string): Ask {
  return async (method, url, body) => {
    const { PubSub } = await import("@google-cloud/pubsub");
    const { auth } = new PubSub({ projectId: project });
    try {
      return (await auth.request({ url, method, timeout: TIMEOUT_MS, ...(body && { data: body }) })).data;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      const message = `${new URL(url).host} does not ${method === "GET" ? "tell" : "let"}: ${reason}`;
      const [status, answer] = [memberOf(cause, "response", "status"), memberOf(cause, "response", "data")];
      throw typeof status === "number"
        ? new GoogleRefusal(message, status, answer, { cause })
        : new CommandError(message, { cause });
    }
  };
}
