import { defineClient } from "../../runtime/define/client.ts";
import type { ClientCall } from "../../runtime/define/client.ts";
import type { CustomerIo, EventIdentity } from "./customer-io.ts";
import { eventUlid } from "./event-ulid.ts";
import { track } from "./track.ts";
import type { Workspace } from "./track.ts";
import { originSetting, requiredSetting } from "../outgoing/settings.ts";

declare module "../../runtime/define/client.ts" {
  interface Clients {
    customerio: CustomerIo;
  }
}

const CALL_TIMEOUT_MS = 5_000;

/** Later than this after it happened, an event starts no campaign: https://docs.customer.io/api/track/ */
const TRIGGERING_MS = 72 * 60 * 60 * 1000;

/** customer.io's Track API: people and what they did. */
export default defineClient({
  name: "customerio",
  settings: {
    CUSTOMERIO_TRACK_URL: {
      description: "where the workspace's Track API is: https://track-eu.customer.io for a workspace in the EU",
      default: "https://track.customer.io",
    },
    CUSTOMERIO_SITE_ID: { description: "the workspace's site id, from its Track API credentials" },
    CUSTOMERIO_API_KEY: { description: "the workspace's Track API key", secret: "customerio-api-key" },
  },
  connect({ settings, fetch, clock }) {
    const siteId = requiredSetting("CUSTOMERIO_SITE_ID", settings.CUSTOMERIO_SITE_ID, "the workspace's site id");
    const apiKey = requiredSetting("CUSTOMERIO_API_KEY", settings.CUSTOMERIO_API_KEY, "the workspace's Track API key");
    const workspace: Workspace = {
      line: { system: "customerio", fetch, clock, callTimeoutMs: CALL_TIMEOUT_MS },
      trackUrl: originSetting("CUSTOMERIO_TRACK_URL", settings.CUSTOMERIO_TRACK_URL),
      authorization: `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString("base64")}`,
    };
    return (call) => forEvent(workspace, call);
  },
});

function forEvent(workspace: Workspace, call: ClientCall): CustomerIo {
  return {
    ensurePerson: (event, attributes) =>
      track(workspace, call, {
        method: "PUT",
        path: customerPath(event),
        operation: "PUT /customers/{id}",
        body: { ...attributes, _timestamp: unixSeconds(event) },
      }),

    async sendEvent(event, name, data) {
      if (workspace.line.clock.now() - Date.parse(event.time) > TRIGGERING_MS) {
        call.log.warning("event is older than 72 hours: customer.io records it and triggers nothing", {
          system: "customerio",
          reason: "TOO_OLD_TO_TRIGGER",
        });
      }
      await track(workspace, call, {
        method: "POST",
        path: `${customerPath(event)}/events`,
        operation: "POST /customers/{id}/events",
        body: { name, id: eventUlid(event, name), timestamp: unixSeconds(event), data },
      });
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
