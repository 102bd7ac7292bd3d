import type { Clock } from "../clock.ts";

/** The function's own access token, fetched anew when the last one is about to end. Rejects when the signal fires. */
export type AccessToken = (signal: AbortSignal) => Promise<string>;

/** The metadata server gives the same token until five minutes before its end, and then a new one. */
const SPARE_SECONDS = 240;

/** Tokens of the service account that the instance runs as: https://cloud.google.com/run/docs/securing/service-identity */
export function createAccessToken(clock: Clock, fetchToken: () => Promise<unknown> = fromMetadataServer): AccessToken {
  let current = { token: "", endsAt: 0 };
  let renewal: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const answer = await fetchToken();
    if (!isToken(answer)) throw new Error("the metadata server's answer holds no access token");
    current = { token: answer.access_token, endsAt: clock.now() + answer.expires_in * 1000 };
    return current.token;
  }

  return async (signal) => {
    signal.throwIfAborted();
    const { token, endsAt } = current;
    if (clock.now() < endsAt - SPARE_SECONDS * 1000) return token;
    const forget = () => {
      renewal = undefined;
    };
    renewal ??= renew().finally(forget);
    // One that hangs is not what the next caller waits for too.
    signal.addEventListener("abort", forget, { once: true });
    // Four more minutes can pass before a failing renewal matters.
    return unlessAborted(clock.now() < endsAt ? renewal.catch(() => token) : renewal, signal);
  };
}

async function fromMetadataServer(): Promise<unknown> {
  const { instance } = await import("gcp-metadata");
  return instance("service-accounts/default/token");
}

function isToken(answer: unknown): answer is { access_token: string; expires_in: number } {
  return (
    typeof answer === "object" &&
    answer !== null &&
    "access_token" in answer &&
    typeof answer.access_token === "string" &&
    "expires_in" in answer &&
    typeof answer.expires_in === "number"
  );
}

function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return Promise.race([
    promise,
    new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    }),
  ]);
}
