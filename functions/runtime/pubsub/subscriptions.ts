import { abortAfter, type Clock } from "../clock.ts";
import type { Fetch } from "../define/client.ts";
import { type AccessToken, createAccessToken, fromMetadataServer } from "./access-token.ts";
import { membersOf } from "../objects.ts";

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

export interface SubscriptionsOptions {
  /** HOST:PORT of an emulator, from PUBSUB_EMULATOR_HOST; without it Google's own service. */
  readonly emulatorHost: string | undefined;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Used without an emulator: by default from the metadata server. */
  readonly accessToken?: AccessToken;
}

const CALL_MS = 5000;

export function createSubscriptions(options: SubscriptionsOptions): Subscriptions {
  const call = createCall(options);
  return {
    get: async (name) => readState(await call("GET", name)),
    async patch(name, change) {
      await call("PATCH", name, { subscription: { name, ...change }, updateMask: UPDATE_MASK });
    },
  };
}

/** One of Google's APIs. An emulator answers for all of them, as far as they are used here. */
export interface GoogleApi {
  readonly host: string;
  readonly version: string;
}

const PUBSUB: GoogleApi = { host: "pubsub.googleapis.com", version: "v1" };

/** Makes calls by their path below the API's version. */
export function createCall({ emulatorHost, clock, fetch, accessToken }: SubscriptionsOptions, api = PUBSUB) {
  const origin = emulatorHost === undefined ? `https://${api.host}` : `http://${emulatorHost}`;
  const token =
    emulatorHost === undefined
      ? (accessToken ?? createAccessToken(clock, fromMetadataServer(clock, fetch)))
      : undefined;

  return async function call(method: "GET" | "PATCH" | "POST", path: string, body?: object): Promise<unknown> {
    const { signal, cancel } = abortAfter(clock, CALL_MS, () => new SubscriptionError("TIMEOUT"));
    try {
      const bearer = await token?.current(signal);
      const answer = await fetch(`${origin}/${api.version}/${path}`, {
        method,
        headers: {
          ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        signal,
        isFresh: true, // called rarely: a kept-alive connection is likely dead
        redirect: "manual",
      });
      if (answer.status === 401 && bearer !== undefined) token?.forget(bearer);
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
