import type { SettingSpecification } from "../define/client.ts";
import { SettingError } from "../define/errors.ts";
import { switchSetting } from "../define/pasted.ts";
import type { Waits } from "./labels.ts";

export const waitSettings = {
  PAUSE_WAITS: {
    description:
      "how many seconds the first pause of a row waits before the system is asked, and the longest one, as a spent " +
      "allowance's does",
    default: "60/900",
  },
} as const satisfies Record<string, SettingSpecification>;

export const pausingSettings = {
  PAUSING: {
    description: "off: the handler never pauses its subscription, whatever fails (docs/outages.md)",
    default: "on",
  },
  ...waitSettings,
} as const satisfies Record<string, SettingSpecification>;

type PausingSettings = Readonly<Record<keyof typeof pausingSettings, string>>;

/**
 * Undefined if it is off.
 * @throws SettingError that names the setting.
 */
export function readPausing({ PAUSING, ...settings }: PausingSettings): Waits | undefined {
  const isOn = switchSetting("PAUSING", PAUSING);
  const waits = readWaits(settings);
  return isOn ? waits : undefined;
}

/** @throws SettingError */
export function readWaits({ PAUSE_WAITS }: Pick<PausingSettings, "PAUSE_WAITS">): Waits {
  const [, first, longest] = /^(\d{1,5})\/(\d{1,5})$/.exec(PAUSE_WAITS) ?? [];
  const waits = { firstMs: Number(first) * 1000, longestMs: Number(longest) * 1000 };
  if (!(waits.firstMs > 0 && waits.firstMs <= waits.longestMs))
    throw new SettingError("PAUSE_WAITS must be two numbers of seconds, as 60/900: the first wait, and the longest");
  return waits;
}
