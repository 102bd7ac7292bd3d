import { abortAfter, type Clock, orAbort } from "../clock.ts";
import type { Fetch } from "../define/client.ts";
import { membersOf } from "../objects.ts";

/** The access token of the service account that the instance runs as. */
export interface AccessToken {
  /** Renewed shortly before the last one expires. Rejects when the signal fires. */
  current(signal: AbortSignal): Promise<string>;
  /** Call this with a token that was refused: the next caller gets a new one. */
  forget(token: string): void;
}

/** The metadata server returns the same token until five minutes before it expires, and then a new one. */
const SPARE_SECONDS = 240;
const FETCH_MS = 5000;

/** Keeps a token while it is valid, and fetches one for all who wait. */
export function createAccessToken(clock: Clock, fetchToken: () => Promise<unknown>): AccessToken {
  let current = { token: "", endsAt: 0 };
  let renewal: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const { access_token: token, expires_in: seconds } = membersOf(await fetchToken());
    if (typeof token !== "string" || typeof seconds !== "number")
      throw new MetadataError("MALFORMED", "'s answer holds no access token");
    current = { token, endsAt: clock.now() + seconds * 1000 };
    return token;
  }

  return {
    async current(signal) {
      signal.throwIfAborted();
      const { token, endsAt } = current;
      if (clock.now() < endsAt - SPARE_SECONDS * 1000) return token;
      const own = (renewal ??= renew());
      // A failing renewal matters only four minutes later.
      const outcome = clock.now() < endsAt ? own.catch(() => token) : own;
      // Also after an abort: the next caller must not wait for a fetch that hangs.
      return orAbort(outcome, signal).finally(() => {
        if (renewal === own) renewal = undefined;
      });
    },
    forget(token) {
      if (current.token === token) current = { token: "", endsAt: 0 };
    },
  };
}

/**
 * One GET: https://cloud.google.com/run/docs/securing/service-identity#fetching_identity_and_access_tokens
 * GCE_METADATA_HOST redirects Google's own libraries in the same way.
 */
export function fromMetadataServer(
  clock: Clock,
  fetch: Fetch,
  host = process.env["GCE_METADATA_HOST"] || "metadata.google.internal",
): () => Promise<unknown> {
  const url = `http://${host}/computeMetadata/v1/instance/service-accounts/default/token`;
  return async function fetchToken() {
    const { signal, cancel } = abortAfter(clock, FETCH_MS, () => new MetadataError("TIMEOUT", " did not answer"));
    try {
      const headers = { "metadata-flavor": "Google" };
      const answer = await fetch(url, { method: "GET", headers, signal, redirect: "manual" });
      if (answer.status !== 200) throw new MetadataError(`HTTP_${answer.status}`, ` answered HTTP ${answer.status}`);
      return JSON.parse(await answer.text());
    } finally {
      cancel();
    }
  };
}

/** There is no token, so that whatever was to be called was not; `code` may be logged. */
class MetadataError extends Error {
  readonly code: string;

  constructor(code: string, text: string) {
    super(`the metadata server${text}`);
    this.name = new.target.name;
    this.code = `METADATA_${code}`;
  }
}
