import { findUnits, type Units } from "../../bundler/read/units.ts";
import { systemClock } from "../../functions/runtime/clock.ts";
import { SettingError } from "../../functions/runtime/define/errors.ts";
import { readThresholds } from "../../functions/runtime/outage/allowance.ts";
import { readPausing } from "../../functions/runtime/outage/settings.ts";
import { handlerSettings, readKeys, readSettings } from "../../functions/runtime/settings.ts";
import { isSwept, sweepSettings } from "../../functions/runtime/sweep/settings.ts";
import { jsonIn } from "../../local/core/json.ts";
import { entriesIn } from "../json.ts";

type Values = Readonly<Record<string, string>>;

/**
 * Settings that functions would refuse at startup, checked with their own readers, because Google reports a failed
 * revision only ten minutes later. Of a system whose secrets are not all given, such as after the first plan, what its
 * client reads before the first missing value is checked.
 * @param json `terraform show -json` of the plan
 * @param given TF_VAR_secrets
 */
export async function settingFaults(json: unknown, given: string | undefined): Promise<string[]> {
  const settings = texts(entriesIn(json, "variables", "settings", "value"));
  const secrets = secretsIn(given);
  if (Object.keys(settings).length + Object.keys(secrets).length === 0) return [];
  const units = await findUnits();
  const own = { ...settings, GOOGLE_CLOUD_PROJECT: "any", LOG_HASH_KEY: "any" };
  return [
    ...refusedBy(() => {
      const read = readSettings(handlerSettings, own);
      readPausing(read);
      readThresholds(read);
      isSwept(readSettings(sweepSettings, own));
    }),
    ...systemFaults(units, settings, secrets),
    ...sourceFaults(units, secrets),
  ];
}

function systemFaults({ clients, handlers }: Units, settings: Values, secrets: Values): string[] {
  const used = new Set(handlers.flatMap(({ specification }): readonly string[] => specification.uses));
  return clients.flatMap(({ file, specification }) => {
    if (!used.has(file)) return [];
    const known = Object.entries(specification.settings);
    const given = Object.fromEntries(
      known.map(([name, { secret }]) => [name, secret === undefined ? settings[name] : secrets[secret]]),
    );
    const isWhole = known.every(([name, { secret }]) => secret === undefined || given[name] !== undefined);
    const readable = known.filter(([name, one]) => isWhole || Boolean(given[name]) || one.default !== undefined);
    return refusedBy(() => {
      const read = stoppingAtMissing(readSettings(Object.fromEntries(readable), given));
      specification.connect({ settings: read, fetch: nothing, clock: systemClock, instances: 1 });
    });
  });
}

/** Thrown where a client reads a value that the plan does not know. */
class NotGivenError extends Error {}

function stoppingAtMissing(read: Values): Values {
  return new Proxy(read, {
    get(values, name) {
      if (name in values) return values[String(name)];
      throw new NotGivenError(`${String(name)} is not given`);
    },
  });
}

function sourceFaults({ sources }: Units, secrets: Values): string[] {
  return sources.flatMap(({ specification: { name, signature } }) => {
    const value = secrets[name];
    if (value === undefined) return [];
    return refusedBy(() => readKeys(value, signature)).map((fault) =>
      fault.replace("SIGNING_SECRETS", `the secret "${name}"`),
    );
  });
}

function refusedBy(read: () => void): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (error instanceof NotGivenError) return [];
    if (!(error instanceof SettingError)) throw error;
    return error.message.split("\n");
  }
}

function nothing(): never {
  throw new Error("a client connects when it is first called");
}

/** The values in TF_VAR_secrets, by secret; none where it is no JSON: Terraform reads an expression, and reports errors itself. */
export function secretsIn(given = "{}"): Values {
  return texts(Object.entries(Object(jsonIn(given))));
}

function texts(entries: readonly (readonly [string, unknown])[]): Values {
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])));
}
