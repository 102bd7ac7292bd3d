import { abortAfter } from "../clock.ts";
import { membersOf } from "../objects.ts";
import { type GoogleOptions, googleApi } from "./google-api.ts";

/** A push configuration as the REST API has it; empty for none. */
export type PushConfig = Readonly<Record<string, unknown>>;

export type Labels = Readonly<Record<string, string>>;

/** The part of a subscription that tells whether it is paused, as Pub/Sub's REST API has it. */
export interface SubscriptionState {
  readonly pushConfig?: { readonly pushEndpoint?: string };
  readonly labels?: Labels;
}

/** The field mask of the one call that pauses and resumes through `subscriptions.patch`: both fields or none. */
export const UPDATE_MASK = "pushConfig,labels";

/**
 * Subscriptions by their full names, as far as pausing needs them. All methods reject where Pub/Sub does not do what it
 * is asked.
 */
export interface Subscriptions {
  get(name: string): Promise<SubscriptionState>;
  /** Both at once: https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.subscriptions/patch */
  patch(name: string, change: { readonly pushConfig: PushConfig; readonly labels: Labels }): Promise<void>;
}

const CALL_MS = 5000;

export function createSubscriptions(options: GoogleOptions): Subscriptions {
  const call = createCall(options);
  return {
    get: async (name) => readState(await call("GET", name)),
    async patch(name, change) {
      await call("PATCH", name, { subscription: { name, ...change }, updateMask: UPDATE_MASK });
    },
  };
}

const PUBSUB = { host: "pubsub.googleapis.com", version: "v1" };

/** Makes calls by their path below the API's version. */
export function createCall(options: GoogleOptions, { host, version } = PUBSUB) {
  const { origin, fetch } = googleApi(host, options);

  return async function call(method: "GET" | "PATCH" | "POST", path: string, body?: object): Promise<unknown> {
    const { signal, cancel } = abortAfter(options.clock, CALL_MS, () => new SubscriptionError("TIMEOUT"));
    const json = { headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
    try {
      const answer = await fetch(`${origin}/${version}/${path}`, {
        method,
        ...(body === undefined ? { headers: {} } : json),
        signal,
        isFresh: true, // called rarely: a kept-alive connection is likely dead
        redirect: "manual",
      });
      if (answer.status !== 200) throw new SubscriptionError(`HTTP_${answer.status}`);
      return JSON.parse(await answer.text());
    } finally {
      cancel();
    }
  };
}

/** Pub/Sub has not done what it was asked to do with a subscription; `code` may be logged. */
class SubscriptionError extends Error {
  readonly code: string;

  constructor(code: string) {
    super(`Pub/Sub did not do as it was asked with the subscription: ${code}`);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The part of a subscription's REST representation that pausing needs. */
export function readState(body: unknown): SubscriptionState {
  const { pushConfig, labels } = membersOf(body);
  const { pushEndpoint } = membersOf(pushConfig);
  const texts = Object.entries(membersOf(labels)).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return {
    ...(typeof pushEndpoint === "string" ? { pushConfig: { pushEndpoint } } : {}),
    labels: Object.fromEntries(texts),
  };
}
