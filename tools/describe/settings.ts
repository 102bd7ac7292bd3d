import {
  readConfiguration,
  type SalesforceConfiguration,
  salesforceSettings,
} from "../../functions/clients/salesforce/settings.ts";
import type { SettingSpecification } from "../../functions/runtime/define/client.ts";
import { SettingError } from "../../functions/runtime/define/errors.ts";
import type { Log } from "../../functions/runtime/log.ts";
import { type Environment, readSettings } from "../../functions/runtime/settings.ts";
import { UsageError } from "../../local/core/problems.ts";

/** How the handlers log in to the org. @throws UsageError that names missing or wrong settings and describes them */
export function readOrgSettings(environment: Environment): SalesforceConfiguration {
  return orUsageError(() => readConfiguration(readFromEnvironment(salesforceSettings, environment)));
}

/** A client's settings from the environment, not from Secret Manager. @throws UsageError that names missing ones */
export function readFromEnvironment<Name extends string>(
  settings: Readonly<Record<Name, SettingSpecification>>,
  environment: Environment,
): Record<Name, string> {
  const missing = missingIn(settings, environment).map((name) => `${name} is not set: ${settings[name].description}.`);
  if (missing.length > 0)
    throw new UsageError([...missing, "Set it in the environment. --help lists the options."].join("\n"));
  return orUsageError(() => readSettings(settings, environment));
}

export function missingIn<Name extends string>(
  settings: Readonly<Record<Name, SettingSpecification>>,
  environment: Environment,
): Name[] {
  const names = Object.keys(settings) as Name[]; // the type has no other names
  return names.filter((name) => settings[name].default === undefined && (environment[name] ?? "") === "");
}

function orUsageError<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    throw new UsageError(`${error.message}.`, { cause: error });
  }
}

/** A command prints its own output. */
export const silent: Log = { debug() {}, info() {}, warning() {}, error() {}, with: () => silent };
