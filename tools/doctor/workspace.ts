import client from "../../functions/clients/customerio/client.ts";
import { type Caller, exchange, type Line, type SystemAnswer } from "../../functions/clients/outgoing/exchange.ts";
import { isObject, jsonIn, type JsonObject, objectsIn } from "../../functions/runtime/objects.ts";
import { originSetting } from "../../functions/clients/outgoing/settings.ts";
import { systemClock } from "../../functions/runtime/clock.ts";
import { DeliveryError, SettingError } from "../../functions/runtime/define/errors.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import { createTransport } from "../../functions/runtime/transport.ts";
import { textIn } from "../json.ts";
import { readFromEnvironment, silent } from "../describe/settings.ts";
import { orUnasked, Unasked } from "./unasked.ts";

/** The workspace as its two APIs show it. */
export interface SeenWorkspace {
  /** @throws Unasked */
  region(): Promise<Region | Refused>;
  /** How some of its people are identified. @throws Unasked */
  people(): Promise<Refused | { readonly refused?: undefined; readonly found: readonly Identified[] }>;
}

export interface Refused {
  readonly refused: string;
}

export interface Region {
  readonly refused?: undefined;
  /** `us` or `eu`. */
  readonly region: string;
  readonly trackUrl: string;
  readonly appUrl: string;
}

export interface Identified {
  readonly id: string;
  readonly email: string;
}

const CALL_TIMEOUT_MS = 10_000;
const SOME = 100;

export function seeWorkspace(environment: Environment): SeenWorkspace {
  const read = () =>
    orUnasked(() => {
      const settings = readFromEnvironment(client.settings, environment);
      return {
        ...settings,
        trackUrl: originOf("CUSTOMERIO_TRACK_URL", settings),
        appUrl: originOf("CUSTOMERIO_APP_URL", settings),
      };
    });
  return {
    /** Both regions' hosts answer: https://docs.customer.io/integrations/api/track/tag/trackregion/getRegion/ */
    async region() {
      const { trackUrl, appUrl, CUSTOMERIO_SITE_ID, CUSTOMERIO_API_KEY } = read();
      const authorization = `Basic ${Buffer.from(`${CUSTOMERIO_SITE_ID}:${CUSTOMERIO_API_KEY}`).toString("base64")}`;
      const answer = await ask({ method: "GET", url: `${trackUrl}/api/v1/accounts/region`, authorization });
      if (isLockedOut(answer)) return { refused: `CUSTOMERIO_SITE_ID and _API_KEY (HTTP ${answer.status})` };
      const answered = bodyOf(answer);
      // The documentation has used both names.
      const region = textIn(answered, "region") || textIn(answered, "data_center");
      if (region === "") throw new Unasked("customer.io's answer names no region");
      return { region, trackUrl, appUrl };
    },
    /** People whose subscription was set, as ycat does: https://docs.customer.io/api/app/#operation/getPeopleFilter */
    async people() {
      const { appUrl, CUSTOMERIO_APP_KEY } = read();
      const filter = { attribute: { field: "unsubscribed", operator: "exists" } };
      const url = `${appUrl}/v1/customers?limit=${SOME}`;
      const authorization = `Bearer ${CUSTOMERIO_APP_KEY}`;
      const answer = await ask({ method: "POST", url, authorization, body: JSON.stringify({ filter }) });
      if (isLockedOut(answer)) return { refused: `CUSTOMERIO_APP_KEY (HTTP ${answer.status})` };
      const identifiers = objectsIn(bodyOf(answer)["identifiers"]);
      return { found: identifiers.map((one) => ({ id: textIn(one, "id"), email: textIn(one, "email") })) };
    },
  };
}

function isLockedOut({ status }: SystemAnswer): boolean {
  return status === 401 || status === 403;
}

function bodyOf({ status, body }: SystemAnswer): JsonObject {
  const answered = jsonIn(body);
  if (status !== 200 || !isObject(answered))
    throw new Unasked(`customer.io answers HTTP ${status} and nothing that is understood here`);
  return answered;
}

function originOf(
  name: "CUSTOMERIO_TRACK_URL" | "CUSTOMERIO_APP_URL",
  settings: Readonly<Record<typeof name, string>>,
) {
  try {
    return originSetting(name, settings[name]);
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    throw new Unasked(error.message, { cause: error });
  }
}

interface Question {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body?: string;
}

async function ask({ method, url, authorization, body }: Question): Promise<SystemAnswer> {
  const line: Line = {
    system: "customerio",
    fetch: createTransport(systemClock),
    clock: systemClock,
    callTimeoutMs: CALL_TIMEOUT_MS,
  };
  const caller: Caller = { log: silent, handler: "doctor" };
  const headers = { authorization, ...(body !== undefined && { "content-type": "application/json" }) };
  try {
    const operation = `${method} ${new URL(url).pathname}`;
    return await exchange(line, caller, { method, url, operation, headers, ...(body !== undefined && { body }) });
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    throw new Unasked(error.message, { cause: error });
  }
}
