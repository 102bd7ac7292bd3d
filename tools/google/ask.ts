import { CommandError } from "../../local/console/dead-letters/problems.ts";

/** Google's REST APIs that know what has happened, and keep what is kept. */
export const endpoints = {
  bigquery: "https://bigquery.googleapis.com",
  logging: "https://logging.googleapis.com",
  pubsub: "https://pubsub.googleapis.com",
  secrets: "https://secretmanager.googleapis.com",
};
export type Endpoints = Readonly<Record<keyof typeof endpoints, string>>;

/** Makes a request as JSON. @throws CommandError where it is refused or not answered */
export type Ask = (method: "GET" | "POST", url: string, body?: object) => Promise<unknown>;

/** A project's APIs, as this account or a test reaches them. */
export interface Google {
  readonly project: string;
  readonly ask: Ask;
  readonly urls: Endpoints;
}

const TIMEOUT_MS = 60_000;

/** With this account's application default credentials, as the other commands; loaded only once they are needed. */
export function openGoogle(project: string): Google {
  return {
    project,
    urls: endpoints,
    async ask(method, url, body) {
      const { PubSub } = await import("@google-cloud/pubsub");
      const { auth } = new PubSub({ projectId: project });
      try {
        return (await auth.request({ url, method, timeout: TIMEOUT_MS, ...(body && { data: body }) })).data;
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new CommandError(`${new URL(url).host} does not answer as it should: ${reason}`, { cause });
      }
    },
  };
}
