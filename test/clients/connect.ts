import customerio from "../../functions/clients/customerio/client.ts";
import type { CustomerIo } from "../../functions/clients/customerio/customer-io.ts";
import salesforce from "../../functions/clients/salesforce/client.ts";
import type { Salesforce } from "../../functions/clients/salesforce/salesforce.ts";
import type { Clock } from "../../functions/runtime/clock.ts";
import { systemClock } from "../../functions/runtime/clock.ts";
import type { ClientCall, Fetch, Sweeping } from "../../functions/runtime/define/client.ts";
import { DeliveryError } from "../../functions/runtime/define/errors.ts";
import type { Log, LogFields } from "../../functions/runtime/log.ts";

export interface Line extends LogFields {
  readonly level: "debug" | "info" | "warning" | "error";
  readonly message: string;
}

/** A log that keeps its lines. */
export function keepLines(): { readonly log: Log; readonly lines: Line[] } {
  const lines: Line[] = [];
  const logWith = (common: LogFields): Log => {
    const write = (level: Line["level"]) => (message: string, fields?: LogFields) => {
      lines.push({ ...common, ...fields, level, message });
    };
    return {
      debug: write("debug"),
      info: write("info"),
      warning: write("warning"),
      error: write("error"),
      with: (fields) => logWith({ ...common, ...fields }),
    };
  };
  return { log: logWith({}), lines };
}

export interface Environment {
  readonly fetch: Fetch;
  readonly clock?: Clock;
  readonly settings?: Readonly<Record<string, string>>;
  /** How many of the handler may run at once, each of which is such an instance. */
  readonly instances?: number;
}

const SALESFORCE_SETTINGS = {
  SALESFORCE_LOGIN_URL: "http://127.0.0.1:1",
  SALESFORCE_CLIENT_ID: "local-client",
  SALESFORCE_USERNAME: "",
  SALESFORCE_CREDENTIAL: "local-secret",
  SALESFORCE_PERSON_KEY_FIELD: "Person_Key__c",
  SALESFORCE_CONSENT_TIME_FIELD: "Email_Consent_At__c",
  SALESFORCE_REGISTRATION_TIME_FIELD: "Registration_At__c",
  SALESFORCE_CALLS_PER_SECOND: "0",
};

const CUSTOMERIO_SETTINGS = {
  CUSTOMERIO_TRACK_URL: "http://127.0.0.1:1",
  CUSTOMERIO_SITE_ID: "local-site",
  CUSTOMERIO_API_KEY: "local-key",
  CUSTOMERIO_APP_URL: "http://127.0.0.1:1",
  CUSTOMERIO_APP_KEY: "local-app-key",
  CUSTOMERIO_CALLS_PER_SECOND: "0",
};

/** One instance's Salesforce client; what it returns makes the one for an event. */
export function salesforceInstance({
  clock = systemClock,
  settings = {},
  ...rest
}: Environment): (call?: Partial<ClientCall>) => Salesforce {
  const forEvent = salesforce.connect({ ...rest, settings: { ...SALESFORCE_SETTINGS, ...settings }, clock });
  return (call) => forEvent(withDefaults(call));
}

/** What the keeper asks of Salesforce. */
export async function salesforceProbe(
  { fetch, clock = systemClock, settings = {} }: Environment,
  call: Partial<ClientCall>,
): Promise<void> {
  await salesforce.probe?.({ settings: { ...SALESFORCE_SETTINGS, ...settings }, fetch, clock })(withDefaults(call));
}

/** One instance's customer.io client; what it returns makes the one for an event. */
export function customerioInstance({
  fetch,
  clock = systemClock,
  settings = {},
  instances = 1,
}: Environment): (call?: Partial<ClientCall>) => CustomerIo {
  const forEvent = customerio.connect({ settings: { ...CUSTOMERIO_SETTINGS, ...settings }, fetch, clock, instances });
  return (call) => forEvent(withDefaults(call));
}

/** What the keeper asks of customer.io. */
export async function customerioProbe({ fetch, clock = systemClock, settings = {} }: Environment): Promise<void> {
  const probe = customerio.probe?.({ settings: { ...CUSTOMERIO_SETTINGS, ...settings }, fetch, clock });
  if (probe === undefined) throw new Error("nobody asks customer.io whether it is there");
  await probe(withDefaults());
}

/** One instance's look for what customer.io has taken. */
export function customerioSweeping({ fetch, clock = systemClock, settings = {} }: Environment): Sweeping {
  const connect = customerio.sweep?.({ settings: { ...CUSTOMERIO_SETTINGS, ...settings }, fetch, clock });
  if (connect === undefined) throw new Error("customer.io is not swept");
  return connect(withDefaults({ handler: "sweep" }));
}

function withDefaults(call: Partial<ClientCall> = {}): ClientCall {
  return { signal: new AbortController().signal, log: keepLines().log, handler: "form-submitted", ...call };
}

/** What the promise was rejected with; fails where it was not, and where a client says neither the call nor the field. */
export async function rejection(promise: PromiseLike<unknown>): Promise<unknown> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ("error" in outcome) {
    const { error } = outcome;
    if (error instanceof DeliveryError && isVague(error.reason)) throw new Error(`says not where: ${error.message}`);
    return error;
  }
  throw new Error(`was fulfilled with ${JSON.stringify(outcome.value)}`);
}

/** Of a login, which several events wait for, the deadline is nobody's call. */
function isVague({ code, operation, field }: DeliveryError["reason"]): boolean {
  return operation === undefined && field === undefined && code !== "DEADLINE";
}
