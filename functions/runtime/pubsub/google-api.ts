import type { Clock } from "../clock.ts";
import type { Fetch } from "../define/client.ts";
import { type AccessToken, createAccessToken, fromMetadataServer } from "./access-token.ts";

export interface GoogleOptions {
  /** HOST:PORT of an emulator, from PUBSUB_EMULATOR_HOST; without it Google's own service. */
  readonly emulatorHost: string | undefined;
  readonly clock: Clock;
  readonly fetch: Fetch;
  /** Used without an emulator: by default from the metadata server. */
  readonly accessToken?: AccessToken;
}

/** Where one of Google's APIs is, and how it is called. An emulator answers for all of them, and needs no token. */
export function googleApi(host: string, { emulatorHost, clock, fetch, accessToken }: GoogleOptions) {
  if (emulatorHost !== undefined) return { origin: `http://${emulatorHost}`, fetch };
  const token = accessToken ?? createAccessToken(clock, fromMetadataServer(clock, fetch));
  return { origin: `https://${host}`, fetch: withToken(fetch, token) };
}

/** Sends each request with the token, and forgets one that is refused. */
export function withToken(fetch: Fetch, token: AccessToken): Fetch {
  return async function send(url, init) {
    const bearer = await token.current(init.signal);
    const answer = await fetch(url, { ...init, headers: { ...init.headers, authorization: `Bearer ${bearer}` } });
    if (answer.status === 401) token.forget(bearer);
    return answer;
  };
}
