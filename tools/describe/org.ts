import { type JsonObject, membersOf, objectsIn } from "../../functions/runtime/objects.ts";
import type { Caller, Line } from "../../functions/clients/outgoing/exchange.ts";
import { logIn } from "../../functions/clients/salesforce/api/login.ts";
import { refusalError } from "../../functions/clients/salesforce/api/errors.ts";
import { type Org, type RestAnswer, request } from "../../functions/clients/salesforce/api/rest.ts";
import { createSessions } from "../../functions/clients/salesforce/api/sessions.ts";
import { systemClock } from "../../functions/runtime/clock.ts";
import type { Log, LogFields } from "../../functions/runtime/log.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import { createTransport } from "../../functions/runtime/transport.ts";
import { readOrgSettings, silent } from "./settings.ts";

/** The handlers' org and its metadata. */
export interface DescribedOrg {
  readonly url: string;
  /** An object's describe answer. Undefined if it does not exist or this user can't see it. */
  describe(object: string): Promise<JsonObject | undefined>;
  /** Names of all objects that the user can see. */
  objects(): Promise<string[]>;
  /** Calls used of the day's allowance, according to the last answer. Undefined before the first. */
  usage(): Usage | undefined;
}

export interface Usage {
  readonly used: number;
  readonly most: number;
}

/** Objects with hundreds of fields answer with megabytes. */
const CALL_TIMEOUT_MS = 60_000;

/**
 * Connects with the handlers' settings. Sends nothing before the first question.
 * @throws UsageError that names missing or wrong settings and describes them
 */
export function reachOrg(environment: Environment, handler = "describe"): DescribedOrg {
  const configuration = readOrgSettings(environment);
  const line: Line = {
    system: "salesforce",
    fetch: createTransport(systemClock),
    clock: systemClock,
    callTimeoutMs: CALL_TIMEOUT_MS,
  };
  let usage: Usage | undefined;
  const note = (_: string, { quotaUsed: used, quotaMax: most }: LogFields = {}) => {
    if (typeof used === "number" && typeof most === "number") usage = { used, most };
  };
  const log: Log = { ...silent, info: note, warning: note, with: () => log };
  const caller: Caller = { log, handler };
  const org: Org = { line, sessions: createSessions((asking) => logIn(line, asking, configuration)) };
  const get = (path: string) =>
    request(org, caller, { method: "GET", path, operation: `GET ${path}`, expected: ["NOT_FOUND"] });
  return {
    url: configuration.loginUrl,
    async describe(object) {
      const answer = await get(`/sobjects/${object}/describe`);
      return answer.refusal?.status === 404 ? undefined : membersOf(bodyOf(answer));
    },
    usage: () => usage,
    async objects() {
      const { sobjects } = membersOf(bodyOf(await get("/sobjects")));
      return objectsIn(sobjects).map(({ name }) => String(name));
    },
  };
}

function bodyOf(answer: RestAnswer): unknown {
  if (answer.refusal !== undefined) throw refusalError(answer.refusal);
  return answer.body;
}
