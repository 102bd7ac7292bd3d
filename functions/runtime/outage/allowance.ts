import type { SettingSpecification } from "../define/client.ts";
import { SettingError } from "../define/errors.ts";
import type { Priority } from "../define/handler.ts";
import type { Usage } from "../define/usage.ts";

/** Percentages of the daily calls: a handler pauses from `stop` on and resumes below `resume`. */
export interface Threshold {
  readonly stop: number;
  readonly resume: number;
}

export const allowanceSettings = {
  ALLOWANCE_LIVE: {
    description:
      "of a system's daily calls, which others spend too: at how many percent of them handlers pause, and below how many " +
      "they go on",
    default: "97/95",
  },
  ALLOWANCE_BATCH: {
    description: "the same of handlers whose delivery.priority is batch, so that they leave the rest to the others",
    default: "90/85",
  },
} as const satisfies Record<string, SettingSpecification>;

export type Thresholds = Readonly<Record<Priority, Threshold>>;

/** @throws SettingError that names the setting. */
export function readThresholds(settings: Readonly<Record<keyof typeof allowanceSettings, string>>): Thresholds {
  return {
    live: readThreshold("ALLOWANCE_LIVE", settings.ALLOWANCE_LIVE),
    batch: readThreshold("ALLOWANCE_BATCH", settings.ALLOWANCE_BATCH),
  };
}

function readThreshold(name: string, value: string): Threshold {
  const [, stop, resume] = /^(\d{1,3})\/(\d{1,3})$/.exec(value) ?? [];
  const threshold = { stop: Number(stop), resume: Number(resume) };
  if (threshold.resume > 0 && threshold.resume <= threshold.stop && threshold.stop <= 100) return threshold;
  throw new SettingError(`${name} must be two percents, as 97/95: pause from the first on, go on below the second`);
}

/** From 0 to 100, and more if the allowance is exceeded; 0 if nothing is allowed. */
export function percentOf({ used, max }: Usage): number {
  return max > 0 ? (used / max) * 100 : 0;
}
