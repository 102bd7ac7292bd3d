import { setTimeout as sleep } from "node:timers/promises";
import { membersOf, objectsIn } from "../../../functions/runtime/objects.ts";
import { logIn } from "../../../functions/clients/salesforce/api/login.ts";
import { API_VERSION } from "../../../functions/clients/salesforce/api/rest.ts";
import { systemClock } from "../../../functions/runtime/clock.ts";
import type { Environment } from "../../../functions/runtime/settings.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import { createFaults } from "../../../local/core/faults.ts";
import specification from "../../../local/salesforce/stand-in.ts";
import { UsageError } from "../../../local/core/problems.ts";
import { readOrgSettings, silent } from "../../describe/settings.ts";
import { isLocal, readAnswer, sendOver, toInit } from "../answered.ts";
import type { Answered, RealOptions, Target } from "../play.ts";

const VERSION = `/services/data/v${API_VERSION}`;
const LOGIN_TIMEOUT_MS = 30_000;

function pathOf(path: string): string {
  return path.startsWith("/services/") ? path : VERSION + path;
}

/** The stand-in, called without a socket. */
export function standInOrg(): Target {
  const faults = createFaults([specification]);
  const org = specification.open({ clock: systemClock, faults, random: Math.random });
  const url = "http://127.0.0.1";
  let token = org.openSession();
  return {
    words: { clientId: specification.settings(url).SALESFORCE_CLIENT_ID, version: VERSION },
    refuses: () => undefined,
    prepare(topic, exchange) {
      if (exchange === undefined) {
        org.reset();
        org.configure({ restrictedPicklists: {}, ...topic.setUp });
        token = org.openSession();
      }
      faults.clear();
      if (exchange?.fault !== undefined) faults.add({ system: "salesforce", ...exchange.fault });
    },
    async send(sent) {
      const request = new Request(url + pathOf(sent.path), toInit(sent, `Bearer ${token}`));
      return readAnswer(await org.fetch(request));
    },
    remove: () => Promise.resolve([]),
    wait: () => Promise.resolve(),
  };
}

/**
 * The org of the environment's settings, with the handlers' login.
 * @throws UsageError for a production org, unless confirmed
 */
export async function realOrg(environment: Environment, { has, isProduction }: RealOptions): Promise<Target> {
  const configuration = readOrgSettings(environment);
  if (!isProduction && !isForTrying(configuration.loginUrl)) {
    throw new UsageError(
      "SALESFORCE_LOGIN_URL is no sandbox, scratch org or developer org: Leads that are created there may set off mails and flows. --production confirms it.",
    );
  }
  const fetch = createTransport(systemClock);
  const line = { system: "salesforce", fetch, clock: systemClock, callTimeoutMs: LOGIN_TIMEOUT_MS };
  const { instanceUrl, accessToken } = await logIn(line, { log: silent }, configuration);
  const send: Target["send"] = (sent) =>
    sendOver(fetch, instanceUrl + pathOf(sent.path), toInit(sent, `Bearer ${accessToken}`));
  return {
    words: { clientId: configuration.clientId, version: VERSION },
    send,
    refuses({ fault, needs }) {
      if (fault !== undefined) return "nobody can bring it about";
      return needs === undefined || has.includes(needs) ? undefined : `--has ${needs}`;
    },
    isOnThisMachine: isLocal(configuration.loginUrl),
    remove: (_topic, answers) =>
      removeAll(
        answers.flatMap(({ body }) => createdIn(body)),
        send,
      ),
    wait: (milliseconds) => sleep(milliseconds),
  };
}

function isForTrying(loginUrl: string): boolean {
  const { hostname } = new URL(loginUrl);
  return isLocal(loginUrl) || /\.(?:sandbox|scratch|develop|trailblaze)\.my\.salesforce\.com$/.test(hostname);
}

/** Ids of the records that an answer reports as written, by a single call, a collection or a composite call. */
function createdIn(body: unknown): string[] {
  const { id, success, compositeResponse } = membersOf(body);
  if (success === true && typeof id === "string") return [id];
  const parts = Array.isArray(body) ? objectsIn(body) : objectsIn(compositeResponse).map((part) => part["body"]);
  return parts.flatMap(createdIn);
}

/** One at a time, newest first, so that children go before their parents. */
async function removeAll(ids: readonly string[], send: Target["send"]): Promise<string[]> {
  const left: string[] = [];
  for (const id of new Set(ids.toReversed())) {
    const { body } = await send({ method: "DELETE", path: `/composite/sobjects?ids=${id}` });
    if (!isGone(body)) left.push(id);
  }
  return left;
}

function isGone(body: Answered["body"]): boolean {
  const [item] = objectsIn(body);
  return item?.["success"] === true || objectsIn(item?.["errors"])[0]?.["statusCode"] === "ENTITY_IS_DELETED";
}
