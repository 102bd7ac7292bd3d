import { CommandError } from "../../local/console/dead-letters/problems.ts";

/** Google's REST APIs that know the handlers, what they are delivered, and how much waits. */
export const endpoints = {
  functions: "https://cloudfunctions.googleapis.com",
  monitoring: "https://monitoring.googleapis.com",
  pubsub: "https://pubsub.googleapis.com",
};
export type Endpoints = Readonly<Record<keyof typeof endpoints, string>>;

/** Makes a request as JSON. @throws CommandError where it is refused or not answered */
export type Ask = (method: "GET" | "PATCH", url: string, body?: object) => Promise<unknown>;

const TIMEOUT_MS = 15_000;

/** With this account's application default credentials, as the other commands; loaded only once they are needed. */
export function askWithCredentials(project: string): Ask {
  return async (method, url, body) => {
    const { PubSub } = await import("@google-cloud/pubsub");
    const { auth } = new PubSub({ projectId: project });
    try {
      return (await auth.request({ url, method, timeout: TIMEOUT_MS, ...(body && { data: body }) })).data;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new CommandError(`${new URL(url).host} does not ${method === "GET" ? "tell" : "let"}: ${reason}`, {
        cause,
      });
    }
  };
}
