import { defineClient } from "../../runtime/define/client.ts";
import type { ClientCall, ClientEnvironment } from "../../runtime/define/client.ts";
import type { Attributes, CustomerIo, EventIdentity } from "./customer-io.ts";
import { eventUlid } from "./event-ulid.ts";
import { fit } from "./fit.ts";
import { createSubscriptions } from "./subscriptions.ts";
import { track } from "./track.ts";
import type { Workspace } from "./track.ts";
import { paceSetting } from "../outgoing/pace.ts";
import { originSetting, requiredSetting } from "../outgoing/settings.ts";

declare module "../../runtime/define/client.ts" {
  interface Clients {
    customerio: CustomerIo;
  }
}

const CALL_TIMEOUT_MS = 5_000;

/** Later than this after it happened, an event starts no campaign: https://docs.customer.io/api/track/ */
export const TRIGGERING_MS = 72 * 60 * 60 * 1000;

/** customer.io's Track API: people and what they did; and its App API, to ask what people want. */
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
  connect(environment) {
    const { settings } = environment;
    const workspace = workspaceOf(environment);
    // The App API has a pace of its own.
    const { pace: _, ...line } = workspace.line;
    const appKey = requiredSetting("CUSTOMERIO_APP_KEY", settings.CUSTOMERIO_APP_KEY, "the workspace's App API key");
    const subscriptionOf = createSubscriptions({
      line,
      appUrl: originSetting("CUSTOMERIO_APP_URL", settings.CUSTOMERIO_APP_URL),
      authorization: `Bearer ${appKey}`,
    });
    return (call) => ({
      ...forEvent(workspace, call),
      hasUnsubscribed: (email) => subscriptionOf(call, email),
    });
  },
});

type TrackSettings =
  | "CUSTOMERIO_TRACK_URL"
  | "CUSTOMERIO_SITE_ID"
  | "CUSTOMERIO_API_KEY"
  | "CUSTOMERIO_CALLS_PER_SECOND";

function workspaceOf({ settings, fetch, clock, instances }: ClientEnvironment<TrackSettings>): Workspace {
  const siteId = requiredSetting("CUSTOMERIO_SITE_ID", settings.CUSTOMERIO_SITE_ID, "the workspace's site id");
  const apiKey = requiredSetting("CUSTOMERIO_API_KEY", settings.CUSTOMERIO_API_KEY, "the workspace's Track API key");
  const pace = paceSetting("CUSTOMERIO_CALLS_PER_SECOND", settings.CUSTOMERIO_CALLS_PER_SECOND, { clock, instances });
  return {
    line: { system: "customerio", fetch, clock, callTimeoutMs: CALL_TIMEOUT_MS, pace },
    trackUrl: originSetting("CUSTOMERIO_TRACK_URL", settings.CUSTOMERIO_TRACK_URL),
    authorization: `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString("base64")}`,
  };
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
    return track(workspace, call, { method: "PUT", path: customerPath(event), operation, body, fields });
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
      const operation = "POST /customers/{id}/events";
      const path = `${customerPath(event)}/events`;
      const [id, fields] = [eventUlid(event, name), fitted(operation, data)];
      const body = { name, id, timestamp: unixSeconds(event), data: fields };
      await track(workspace, call, { method: "POST", path, operation, body, fields, record: `${name}/${id}` });
    },
  };
}

/**
 * The e-mail is the person's identifier, so that it needs no other system's id. A path that begins with `cio_` would be
 * read as customer.io's own id and the call dropped with a 200; e-mails are compared without case, that prefix is not.
 */
function customerPath({ subject }: EventIdentity): string {
  return `/api/v1/customers/${encodeURIComponent(subject.toWellFormed().replace(/^cio_/, "CIO_"))}`;
}

function unixSeconds({ time }: EventIdentity): number {
  return Math.floor(Date.parse(time) / 1000);
}
