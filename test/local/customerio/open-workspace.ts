import { VirtualClock } from "../../../local/core/clock.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";

type Options = Omit<Parameters<typeof createCustomerio>[0], "clock">;

/** A workspace that is called without a socket. */
export function open(options: Options = {}) {
  const clock = new VirtualClock();
  const customerio = createCustomerio({ clock, ...options });
  const basic = `Basic ${btoa(`${localKeys.siteId}:${localKeys.apiKey}`)}`;

  async function call(method: string, path: string, body?: unknown) {
    const authorization = path.startsWith("/api/") ? basic : `Bearer ${localKeys.appKey}`;
    const init = { method, headers: { authorization } };
    const text = typeof body === "string" ? body : JSON.stringify(body);
    const request = new Request(`http://vendor.test${path}`, body === undefined ? init : { ...init, body: text });
    const response = await customerio.fetch(request);
    const answer: unknown = await response.json();
    return { status: response.status, answer };
  }

  return {
    clock,
    customerio,
    call,
    identify: (identifier: string, body: object = {}) =>
      call("PUT", `/api/v1/customers/${encodeURIComponent(identifier)}`, body),
    track: (identifier: string, body: object) =>
      call("POST", `/api/v1/customers/${encodeURIComponent(identifier)}/events`, body),
    find: async (email: string) => (await call("GET", `/v1/customers?email=${encodeURIComponent(email)}`)).answer,
    now: () => clock.now() / 1000,
    people: () => customerio.state()["people"],
    events: () => customerio.state()["events"],
    triggered: () => customerio.state()["triggered"],
    activities: () => customerio.state()["activities"],
  };
}
