import { refusalOf, type Validate } from "../../functions/runtime/validate.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { parseJson } from "../read/json.ts";
import { pathIn } from "../../functions/runtime/objects.ts";
import { lineOf } from "../read/lines.ts";
import { eventSamples } from "../read/samples.ts";
import { nextVersion } from "./name-checks.ts";

const RFC_3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$|^\{\{now\}\}$/;

/**
 * What is wrong with the samples of events, with which prover, tests and send begin: a sentence each, with file and
 * line.
 */
export function eventSampleFaults(validators: Readonly<Record<string, Validate>>): string[] {
  return eventSamples().flatMap(({ file, of, template }) => {
    const validate = validators[of];
    if (validate === undefined) return [`${file}: there is no event type ${of}: no schemas/${of}.json.`];
    try {
      const event: Readonly<Record<string, unknown>> = Object(parseJson(file, template));
      const { type, data, time } = event;
      if (Array.isArray(event) || (type === undefined && data === undefined))
        return [
          `${file}: a whole CloudEvent is expected, with specversion, id, source, type, subject, time and its data, like those beside it.`,
        ];
      if (type !== of)
        return [`${file}:${lineOf(template, ["type"])}: its type must be "${of}", as its folder is called.`];
      const missing = ["id", "source", "subject", "time"].filter((name) => typeof event[name] !== "string");
      if (missing.length > 0)
        return [`${file}: ${missing.join(", ")} missing: a whole CloudEvent is expected, like those beside it.`];
      if (!RFC_3339.test(String(time)))
        return [
          `${file}:${lineOf(template, ["time"])}: its time is ${JSON.stringify(time)}; RFC 3339 has a zone, as in 2026-11-02T09:30:00Z.`,
        ];
      const { message, reason } = refusalOf(validate, data, "/data") ?? {};
      if (message === undefined) return [];
      return [
        `${file}:${lineOf(template, pathIn(reason?.field ?? ""))}: ${message}. If it was valid once: a released schema only grows; make another event type, ${nextVersion(of)}.`,
      ];
    } catch (error) {
      if (!(error instanceof SpecificationError)) throw error;
      return [error.message];
    }
  });
}
