import type { SettingSpecification } from "../define/client.ts";

export const tracingSettings = {
  TRACES_URL: {
    description:
      "where spans go, as OTLP over HTTP: https://COLLECTOR/v1/traces; nowhere where it is empty (docs/traces.md)",
    default: "",
  },
  TRACES_RATIO: { description: "which part of all traces goes there, from 0 to 1", default: "1" },
} as const satisfies Record<string, SettingSpecification>;
