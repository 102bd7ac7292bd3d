import { type ClientCall, type ClientEnvironment, defineClient } from "../../runtime/define/client.ts";
import type { AppApi } from "./app-api.ts";
import type { Attributes, CustomerIo, EventIdentity } from "./customer-io.ts";
import { eventUlid } from "./event-ulid.ts";
import { fit } from "./fit.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { createSweeping } from "./sweep.ts";
import { track, type Workspace } from "./track.ts";
import { SettingError } from "../../runtime/define/errors.ts";
import { unquoted } from "../../runtime/define/pasted.ts";
import { paceSetting } from "../outgoing/pace.ts";
import { originSetting, tokenSetting } from "../outgoing/settings.ts";

declare module "../../runtime/define/client.ts" {
  interface Clients {
    customerio: CustomerIo;
  }
}

const CALL_TIMEOUT_MS = 5_000;
const EVENT_OPERATION = "POST /customers/{id}/events";

/** An event that arrives later than this after it happened starts no campaign: https://docs.customer.io/api/track */
export const TRIGGERING_MS = 72 * 60 * 60 * 1000;

/** customer.io's Track API, for people and what they did, and its App API, to ask what people want. */
export default defineClient({
  name: "customerio",
  settings: {
    CUSTOMERIO_TRACK_URL: {
      description: "where the workspace's Track API is: https://track-eu.customer.io for a workspace in the EU",
      default: "https://track.customer.io",
    },
    CUSTOMERIO_SITE_ID: { description: "the workspace's site id, from its Track API credentials" },
    CUSTOMERIO_API_KEY: { description: "the workspace's Track API key", secret: "customerio-api-key" },
    CUSTOMERIO_APP_URL: {
      description: "where the workspace's App API is: https://api-eu.customer.io for a workspace in the EU",
      default: "https://api.customer.io",
    },
    CUSTOMERIO_CALLS_PER_SECOND: {
      description:
        "how many calls of the Track API all instances of a handler together make in a second; 0: as many as come. customer.io " +
        "drops some above 1,000",
      default: "1000",
    },
    CUSTOMERIO_APP_KEY: { description: "the workspace's App API key", secret: "customerio-app-key" },
  },
  /** https://docs.customer.io/integrations/api/track/#operation/getRegion */
  probe(environment) {
    const workspace = workspaceOf(environment);
    const operation = "GET /accounts/region";
    return (call) => track(workspace, call, { method: "GET", path: "/api/v1/accounts/region", operation });
  },
  sweep(environment) {
    const { workspace, app } = apisOf(environment);
    return (call) => createSweeping(app, workspace, call);
  },
  connect(environment) {
    const { workspace, app } = apisOf(environment);
    const subscriptionOf = createSubscriptions(app);
    return (call) => ({
      ...forEvent(workspace, call),
      hasUnsubscribed: (email) => subscriptionOf(call, email),
    });
  },
});

type AppSettings = "CUSTOMERIO_APP_URL" | "CUSTOMERIO_APP_KEY";
type TrackSettings =
  | "CUSTOMERIO_TRACK_URL"
  | "CUSTOMERIO_SITE_ID"
  | "CUSTOMERIO_API_KEY"
  | "CUSTOMERIO_CALLS_PER_SECOND";

function workspaceOf({ settings, fetch, clock, instances }: ClientEnvironment<TrackSettings>): Workspace {
  const siteId = tokenSetting("CUSTOMERIO_SITE_ID", settings.CUSTOMERIO_SITE_ID, "the workspace's site id");
  const trackUrl = trackUrlOf(settings);
  const pace = paceSetting("CUSTOMERIO_CALLS_PER_SECOND", settings.CUSTOMERIO_CALLS_PER_SECOND, { clock, instances });
  const apiKey = tokenSetting("CUSTOMERIO_API_KEY", settings.CUSTOMERIO_API_KEY, "the workspace's Track API key");
  if (siteId === apiKey) throw new SettingError("CUSTOMERIO_API_KEY is the site id: the key beside it is expected");
  return {
    line: { system: "customerio", fetch, clock, callTimeoutMs: CALL_TIMEOUT_MS, pace },
    trackUrl,
    authorization: `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString("base64")}`,
  };
}

function trackUrlOf({ CUSTOMERIO_TRACK_URL }: Readonly<Record<"CUSTOMERIO_TRACK_URL", string>>): string {
  return apiSetting("CUSTOMERIO_TRACK_URL", CUSTOMERIO_TRACK_URL, "track");
}

/** customer.io has two APIs in two regions, each with its own host and keys. */
function apiSetting(name: string, value: string, api: "track" | "api"): string {
  const [us, eu] = [`https://${api}.customer.io`, `https://${api}-eu.customer.io`];
  const origin = originSetting(name, value, `${us}, or ${eu} for a workspace in the EU`);
  if (!origin.endsWith(".customer.io") || origin === us || origin === eu) return origin;
  throw new SettingError(`${name} is not this API's address: ${us} is expected, or ${eu} for a workspace in the EU`);
}

/** None for a stand-in's address. */
function regionOf(origin: string): string {
  return /(-eu)?\.customer\.io$/.exec(origin)?.[1] ?? "";
}

/** Reads addresses before keys, which a plan may not know. */
function apisOf(environment: ClientEnvironment<AppSettings | TrackSettings>): { workspace: Workspace; app: AppApi } {
  const { settings } = environment;
  const appUrl = apiSetting("CUSTOMERIO_APP_URL", settings.CUSTOMERIO_APP_URL, "api");
  if (regionOf(appUrl) !== regionOf(trackUrlOf(settings)))
    throw new SettingError("CUSTOMERIO_APP_URL and CUSTOMERIO_TRACK_URL are of two regions, and a workspace is in one");
  const workspace = workspaceOf(environment);
  // The App API has its own rate limit.
  const { pace: _, ...line } = workspace.line;
  const appKey = tokenSetting("CUSTOMERIO_APP_KEY", settings.CUSTOMERIO_APP_KEY, "the workspace's App API key");
  if (appKey === unquoted(settings.CUSTOMERIO_API_KEY))
    throw new SettingError("CUSTOMERIO_APP_KEY is the Track API's key: the App API has keys of its own");
  return { workspace, app: { line, appUrl, authorization: `Bearer ${appKey}` } };
}

function forEvent(workspace: Workspace, call: ClientCall): Omit<CustomerIo, "hasUnsubscribed"> {
  const fitted = (operation: string, attributes: Attributes) => {
    const { values, unfit } = fit(attributes);
    for (const one of unfit) call.log.warning("field left out", { system: "customerio", operation, ...one });
    return values;
  };
  const identify = (event: EventIdentity, attributes: Attributes) => {
    const operation = "PUT /customers/{id}";
    const fields = fitted(operation, attributes);
    const body = { ...fields, _timestamp: unixSeconds(event) };
    return track(workspace, call, {
      method: "PUT",
      path: customerPath(event),
      operation,
      body,
      fields,
      key: keyOf(event),
    });
  };
  return {
    ensurePerson: identify,
    setSubscribed: (event, isSubscribed) => identify(event, { unsubscribed: !isSubscribed }),

    async sendEvent(event, name, data) {
      if (workspace.line.clock.now() - Date.parse(event.time) > TRIGGERING_MS) {
        call.log.warning("event is older than 72 hours: customer.io records it and triggers nothing", {
          system: "customerio",
          reason: "TOO_OLD_TO_TRIGGER",
        });
      }
      const path = `${customerPath(event)}/events`;
      const [id, fields] = [eventUlid(event, name), fitted(EVENT_OPERATION, data)];
      const body = { name, id, timestamp: unixSeconds(event), data: fields };
      const record = `${name}/${id}`;
      const request = {
        method: "POST",
        path,
        operation: EVENT_OPERATION,
        body,
        fields,
        record,
        key: keyOf(event),
      } as const;
      await track(workspace, call, request);
    },
  };
}

/**
 * The e-mail is the person's identifier, so that no other system's id is needed. A path that begins with `cio_` would
 * be read as customer.io's own id, and the call dropped with a 200; since e-mails are compared without case but that
 * prefix is not, it is sent in upper case.
 */
function customerPath({ subject }: EventIdentity): string {
  return `/api/v1/customers/${encodeURIComponent(subject.toWellFormed().replace(/^cio_/, "CIO_"))}`;
}

/** All writes for one person by one event go together. */
function keyOf({ source, id, subject }: EventIdentity): string {
  return JSON.stringify([source, id, subject]);
}

function unixSeconds({ time }: EventIdentity): number {
  return Math.floor(Date.parse(time) / 1000);
}
