import specification from "../../../local/customerio/stand-in.ts";
import { VirtualClock } from "../../../local/core/clock.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import { createFaults } from "../../../local/core/faults.ts";
import { inProcessFetch } from "../../../local/core/in-process.ts";
import { customerioInstance, customerioProbe, keepLines } from "../connect.ts";

export const NOON = Date.parse("2026-01-01T12:00:00Z");
export const event = {
  source: "/sources/app",
  id: "evt_1",
  subject: "o'brien+x/y?z#%@example.com",
  time: "2026-01-01T11:00:00.500Z",
};

/** A stand-in workspace, and an instance's client of it. */
export function start(settings: Record<string, string> = {}, instances = 1) {
  const clock = new VirtualClock(NOON);
  const faults = createFaults([specification]);
  const standIn = createCustomerio({ clock, faults });
  const keys = {
    CUSTOMERIO_SITE_ID: localKeys.siteId,
    CUSTOMERIO_API_KEY: localKeys.apiKey,
    CUSTOMERIO_APP_KEY: localKeys.appKey,
  };
  const { log, lines } = keepLines();
  const signal = new AbortController();
  const bodies: string[] = [];
  const environment = {
    fetch: inProcessFetch(async (request) => {
      const [body, type] = [await request.clone().text(), request.headers.get("content-type")];
      if (type !== (body === "" ? null : "application/json")) throw new Error(`${type} is not what the body is`);
      bodies.push(body);
      return standIn.fetch(request);
    }),
    clock,
    settings: { ...keys, ...settings },
    instances,
  };
  const instance = customerioInstance(environment);
  const customerio = instance({ log, signal: signal.signal });
  const probe = () => customerioProbe(environment);
  return { clock, faults, standIn, lines, bodies, signal, customerio, instance, probe };
}
