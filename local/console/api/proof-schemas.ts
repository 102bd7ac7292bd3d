import {
  byName,
  flag,
  list,
  number,
  object,
  oneOf,
  orNull,
  ref,
  type Schema,
  text,
  texts,
  time,
} from "./json-schema.ts";

const request: Schema = object(
  {
    handler: { ...text, description: "left out: all" },
    case: { ...text, minLength: 1, description: "only the cases whose names hold this" },
    seed: { type: "integer", minimum: 0 },
    budget: { type: "string", pattern: "^[0-9]+[sm]$", description: "for what is drawn: 15s, 2m" },
  },
  ["handler", "case", "seed", "budget"],
);

const delivery = object({
  number,
  handler: text,
  event: text,
  atSeconds: number,
  status: orNull(number),
  reason: orNull(text),
  calls: list(
    object({
      index: number,
      operation: text,
      answer: orNull(text),
      disturbance: orNull(text),
      meaning: orNull(text),
      request: text,
      answerBody: text,
      isLate: flag,
    }),
  ),
  batch: orNull(number),
});

const row = object({ field: text, expected: text, actual: text, differs: flag }, ["expected", "actual"]);

/** The types of contract/proof.ts. */
export const proofSchemas: Readonly<Record<string, Schema>> = {
  ProofRequest: request,
  ProofRun: object(
    {
      id: text,
      asked: ref("ProofRequest"),
      state: oneOf("under way", "done", "ended", "failed"),
      error: text,
      startedAt: time,
      endedAt: orNull(time),
      cases: number,
      failures: number,
      doing: texts,
      summary: object({ seconds: number, kept: number, seed: number, drawn: number, tried: number }),
    },
    ["error", "summary"],
  ),
  ProofCell: object(
    {
      property: text,
      place: text,
      disturbance: text,
      ok: number,
      declared: number,
      failed: number,
      example: text,
      kind: text,
      isOld: flag,
    },
    ["kind"],
  ),
  ProofView: object({
    run: orNull(ref("ProofRun")),
    handlers: list(
      object({
        handler: text,
        built: text,
        isOld: flag,
        cells: list(ref("ProofCell")),
        kinds: list(object({ kind: text, rule: text, count: number, case: text, command: text })),
        problems: texts,
        bounds: orNull(byName(number)),
      }),
    ),
  }),
  ProofStory: object(
    {
      name: text,
      handler: text,
      command: text,
      findings: texts,
      says: text,
      expected: list(delivery),
      actual: list(delivery),
      worlds: list(object({ kind: text, same: number, pairs: list(object({ what: text, rows: list(row) })) })),
      turningPoint: { anyOf: [number, oneOf("none"), { type: "null" }] },
    },
    ["says"],
  ),
};
