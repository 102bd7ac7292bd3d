import type { SettingSpecification } from "../define/client.ts";
import { SettingError } from "../define/errors.ts";
import { switchSetting } from "../define/pasted.ts";

/** For handlers that use a swept system. */
export const sweepSettings = {
  SWEEP: {
    description: "off: the handler notes nothing of what it sends, and no sweep looks for it (docs/sweep.md)",
    default: "on",
  },
} as const satisfies Record<string, SettingSpecification>;

export const sweepFunctionSettings = {
  SWEEP_AGE: {
    description: "how many seconds after it was sent something is looked for: systems show it some time later",
    default: "3600",
  },
} as const satisfies Record<string, SettingSpecification>;

/** Milliseconds. @throws SettingError that names the setting. */
export function readAge({ SWEEP_AGE }: Readonly<Record<keyof typeof sweepFunctionSettings, string>>): number {
  if (!/^\d{1,6}$/.test(SWEEP_AGE)) throw new SettingError("SWEEP_AGE must be a number of seconds");
  return Number(SWEEP_AGE) * 1000;
}

/** @throws SettingError that names the setting. */
export function isSwept({ SWEEP }: Readonly<Record<keyof typeof sweepSettings, string>>): boolean {
  return switchSetting("SWEEP", SWEEP);
}
