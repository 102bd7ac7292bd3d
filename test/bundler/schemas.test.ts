import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { refusalOf, type Validate } from "../../functions/runtime/validate.ts";
import { listIn } from "../../functions/runtime/receive/items.ts";
import { fileNameOf, readSchemas } from "../../bundler/read/schemas.ts";
import { parserOf } from "../../bundler/read/source-unit.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { envelopeValidator, eventValidator, kindValidator, validatorsPath } from "../../bundler/write/validators.ts";
import { eventSamples, readEvent, readWebhook, webhookSamples } from "../harness/fixtures.ts";
import { validatorOf } from "../harness/units.ts";

describe("readSchemas", () => {
  let folder = "";
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "ycat-schemas-"));
    await mkdir(join(folder, "sources/z"), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("reads schemas by event type, by source and by kind, in the order of their names", async () => {
    for (const [file, title] of [
      ["b.done", "B"],
      ["a.done", "A"],
      ["sources/z", "Z"],
      ["sources/z/it.happened", "ZItHappened"],
    ])
      await writeFile(join(folder, `${file}.json`), JSON.stringify({ title }));
    const { events, envelopes, kinds } = await readSchemas(folder);
    expect([[...events], [...envelopes], [...kinds].map(([source, ofOne]) => [source, ...ofOne])]).toEqual([
      [
        ["a.done", { title: "A" }],
        ["b.done", { title: "B" }],
      ],
      [["z", { title: "Z" }]],
      [["z", ["it.happened", { title: "ZItHappened" }]]],
    ]);
  });

  it.each([
    ["form.submitted", "{", "form.submitted.json:1: is not JSON: "],
    ["sources/app", "", "sources/app.json:1: is not JSON: "],
    ["form.submitted", '{\n  "title": "T",\n}', "schemas/form.submitted.json:2: is not JSON: "],
    ["form.submitted", "{\n<<<<<<< HEAD\n=======\n>>>>>>> main\n}", "(an unresolved merge conflict)"],
    ["form.submitted", '{\n  "title": ,\n}', "schemas/form.submitted.json:2: is not JSON: "],
    ["form.submitted", '{\n  "title" "T"\n}', "schemas/form.submitted.json:2: is not JSON: "],
    ["form.submitted", "{}", "schemas/form.submitted.json has no title: its TypeScript type is named by it."],
    ["form.submitted", "null", "form.submitted.json is no schema: an object is expected"],
    ["form.submitted", "[]", "form.submitted.json is no schema: an object is expected"],
    [
      "Form.Submitted",
      '{"title":"T"}',
      "schemas/Form.Submitted.json: an event type is dotted lower-case words, like form.submitted.",
    ],
    ["form", '{"title":"T"}', "schemas/form.json: an event type is dotted lower-case words"],
    ["form-submitted", '{"title":"T"}', "schemas/form-submitted.json: an event type is dotted lower-case words"],
    [
      "webhook.rejected",
      '{"title":"T"}',
      "schemas/webhook.rejected.json: webhook.rejected is the topic of refused webhooks",
    ],
    [
      "form.submitted",
      '{"title":"Form submitted"}',
      'schemas/form.submitted.json: the title "Form submitted" can\'t name a type',
    ],
    ["form.submitted", '{"title":"constructor"}', "can't name a type"],
  ])("says what is wrong with %s.json holding %s", async (file, content, sentence) => {
    await writeFile(join(folder, `${file}.json`), content);
    await expect(readSchemas(folder)).rejects.toThrow(
      expect.objectContaining({ name: "SpecificationError", message: expect.stringContaining(sentence) }),
    );
  });

  it("says that two schemas have one title, which would make one type of both", async () => {
    await writeFile(join(folder, "form.submitted.json"), '{"title":"Form"}');
    await writeFile(join(folder, "sources", "form.json"), '{"title":"Form"}');
    await expect(readSchemas(folder)).rejects.toThrow(
      'schemas/sources/form.json: the title "Form" is that of schemas/form.submitted.json too',
    );
  });
});

const { kinds } = await readSchemas();
const units = await findUnits();
const sources = new Map(units.sources.map(({ specification }) => [specification.name, specification]));

describe("the validators that the build makes", () => {
  type Validators = Readonly<Record<string, Validate>>;
  const built = async (): Promise<Validators> => {
    // Through a URL that holds the code: jest leaves dist/ to the build.
    const code = await readFile(validatorsPath, "base64");
    return import(`data:text/javascript;base64,${code}`);
  };

  /** Each item of each sample, with the kind that it is of. */
  const items = webhookSamples().flatMap(([name, sample]) => {
    const source = sources.get(name);
    if (source === undefined) throw new Error(`there is no source ${name}`);
    return listIn(parserOf(source).parse(readWebhook(name, sample)), source).map((item) => {
      const envelope = item as never; // a sample, which is one
      return { name, item, kind: fileNameOf(source.kind(envelope, { headers: {} })) };
    });
  });
  const mapped = items.filter(({ name, kind }) => kinds.get(name)?.has(kind) === true);
  const samples: [name: string, validator: string, value: unknown][] = [
    ...eventSamples().map(([type, name]): [string, string, unknown] => [
      type,
      eventValidator(type),
      readEvent(type, name).data,
    ]),
    ...items.map(({ name, item }): [string, string, unknown] => [`sources/${name}`, envelopeValidator(name), item]),
    ...mapped.map(({ name, kind, item }): [string, string, unknown] => [
      `sources/${name}/${kind}`,
      kindValidator(name, kind),
      item,
    ]),
  ];

  it("pass every sample", async () => {
    const validators = await built();
    for (const [name, validator, value] of samples) {
      const validate = validators[validator];
      expect([name, validate && refusalOf(validate, value)]).toEqual([name, undefined]);
      expect(validate).toBeDefined();
    }
  });

  it("say of every sample with anything wrong with it what ajv says that compiles the schema here and now", async () => {
    const validators = await built();
    const verdicts = samples.flatMap(([name, validator, value]) =>
      broken(value).map((wrong) => {
        const validate = validators[validator];
        if (validate === undefined) throw new Error(`dist/validators.mjs has no ${validator}`);
        const judged = structuredClone(wrong); // which a validator must leave as it is
        const refusal = refusalOf(validate, judged);
        const [found, expected] = [
          [judged, refusal],
          [wrong, refusalOf(validatorOf(name), wrong)],
        ];
        // For tens of thousands of values, expect() takes minutes where a comparison of their JSON takes seconds.
        if (JSON.stringify(found) !== JSON.stringify(expected)) expect([name, ...found]).toEqual([name, ...expected]);
        return refusal;
      }),
    );
    expect(verdicts.filter((verdict) => verdict !== undefined).length).toBeGreaterThan(100);
  });

  it("are there for every schema, and for nothing else", async () => {
    const { events, envelopes } = await readSchemas();
    const ofKinds = [...kinds].flatMap(([source, ofOne]) =>
      [...ofOne.keys()].map((kind) => kindValidator(source, kind)),
    );
    expect(Object.keys(await built()).toSorted()).toEqual(
      [
        "schemas",
        ...[...events.keys()].map(eventValidator),
        ...[...envelopes.keys()].map(envelopeValidator),
        ...ofKinds,
      ].toSorted(),
    );
  });
});

/** A value with each of its members left out, and replaced by something that is probably wrong. */
function broken(value: unknown): unknown[] {
  const replacements = [null, 7, "", "no", "x".repeat(20_000), [], {}];
  if (typeof value !== "object" || value === null || Array.isArray(value)) return replacements;
  const members = Object.entries(value).flatMap(([key, member]) => [
    Object.fromEntries(Object.entries(value).filter(([other]) => other !== key)),
    ...broken(member).map((wrong) => ({ ...value, [key]: wrong })),
  ]);
  return [...replacements, ...members];
}
