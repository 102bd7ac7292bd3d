import { setTimeout as sleep } from "node:timers/promises";
import customerio from "../../../functions/clients/customerio/client.ts";
import { originSetting } from "../../../functions/clients/outgoing/settings.ts";
import { systemClock } from "../../../functions/runtime/clock.ts";
import type { Environment } from "../../../functions/runtime/settings.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import { createCustomerio, localKeys } from "../../../local/customerio/customerio.ts";
import { readFromEnvironment } from "../../describe/settings.ts";
import { isLocal, readAnswer, sendOver, toInit } from "../answered.ts";
import type { Sent } from "../exchange.ts";
import { filled, type Target } from "../play.ts";

/** The Track API has its own keys. */
function authorizationFor({ path }: Sent, { siteId, apiKey, appKey }: typeof localKeys): string {
  return isTrack(path) ? `Basic ${Buffer.from(`${siteId}:${apiKey}`).toString("base64")}` : `Bearer ${appKey}`;
}

function isTrack(path: string): boolean {
  return path.startsWith("/api/");
}

/** The stand-in, called without a socket. */
export function standInWorkspace(): Target {
  const workspace = createCustomerio({ clock: systemClock });
  return {
    words: {},
    refuses: () => undefined,
    prepare(_topic, exchange) {
      if (exchange === undefined) workspace.reset();
    },
    async send(sent) {
      const request = new Request(`http://127.0.0.1${sent.path}`, toInit(sent, authorizationFor(sent, localKeys)));
      return readAnswer(await workspace.fetch(request));
    },
    remove: () => Promise.resolve([]),
    wait: () => Promise.resolve(),
  };
}

/** The workspace of the environment's settings. @throws UsageError */
export function realWorkspace(environment: Environment): Target {
  const settings = readFromEnvironment(customerio.settings, environment);
  const keys = {
    siteId: settings.CUSTOMERIO_SITE_ID,
    apiKey: settings.CUSTOMERIO_API_KEY,
    appKey: settings.CUSTOMERIO_APP_KEY,
  };
  const trackUrl = originSetting("CUSTOMERIO_TRACK_URL", settings.CUSTOMERIO_TRACK_URL);
  const appUrl = originSetting("CUSTOMERIO_APP_URL", settings.CUSTOMERIO_APP_URL);
  const fetch = createTransport(systemClock);
  const send: Target["send"] = (sent) => {
    const url = (isTrack(sent.path) ? trackUrl : appUrl) + sent.path;
    return sendOver(fetch, url, toInit(sent, authorizationFor(sent, keys)));
  };
  return {
    words: {},
    isOnThisMachine: isLocal(trackUrl),
    send,
    refuses: () => undefined,
    async remove({ removed = [] }, _answers, words) {
      const left: string[] = [];
      for (const sent of removed.map((one) => filled(one, words))) {
        const { status } = await send(sent);
        if (status !== 200) left.push(sent.path);
      }
      return left;
    },
    wait: (milliseconds) => sleep(milliseconds),
  };
}
