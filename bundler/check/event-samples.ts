import type { Validate } from "../../functions/runtime/validate.ts";
import { SpecificationError } from "../../functions/runtime/define/errors.ts";
import { refusalOf } from "../../functions/runtime/validate.ts";
import { parseJson } from "../read/json.ts";
import { pathIn } from "../../functions/runtime/objects.ts";
import { lineOf } from "../read/lines.ts";
import { eventSamples } from "../read/samples.ts";
import { nextVersion } from "./name-checks.ts";

/** What is wrong with the samples of events, which prover, tests and send begin with: a sentence each, with file and line. */
export function eventSampleFaults(validators: Readonly<Record<string, Validate>>, samples?: string): string[] {
  return eventSamples(samples).flatMap(({ file, of, template }) => {
    const validate = validators[of];
    if (validate === undefined) return [`${file}: there is no event type ${of}: no schemas/${of}.json.`];
    try {
      const event: Readonly<Record<string, unknown>> = Object(parseJson(file, template));
      const { type, data } = event;
      if (type !== of)
        return [`${file}:${lineOf(template, ["type"])}: its type must be "${of}", as its folder is called.`];
      const missing = ["id", "source", "subject", "time"].filter((name) => typeof event[name] !== "string");
      if (missing.length > 0)
        return [`${file}: ${missing.join(", ")} missing: a whole CloudEvent is expected, like those beside it.`];
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
