import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { keepUnits } from "../harness/fewer-units.ts";

const PAYLOAD = {
  id: "evt_1",
  type: "customer.created",
  created: 1793611800,
  data: { object: { id: "cus_1", email: "jane.doe@acme.io", name: "Jane Doe", phone: null, twitter: "@jane" } },
};

/** A second kind, as a documentation prints it. */
const FURTHER = `// Sent when a customer is gone
{ id: 'evt_2', type: 'customer.deleted', created: 1793611800,
  data: { object: { id: 'cus_1', email: 'jane.doe@acme.io', full_name: 'Jane Doe', }, }, }`;

/** A third kind, whose members are of several types: answers in a list, and items of which each has its own. */
const MIXED = {
  id: "evt_3",
  type: "customer.asked",
  created: 1793611800,
  items: [{ label: "Size", value: "L" }, "none"],
  answers: [
    { label: "Email", value: "jane.doe@acme.io" },
    { label: "Your name", value: "Jane Doe" },
    { label: "Company", value: { name: "Acme" } },
    { label: "Interests", value: ["a"] },
    { label: "Team size", value: 7 },
  ],
};

/** Answers in a list, as Tally has them. */
const ANSWERS = {
  eventId: "a4cb511e",
  eventType: "FORM_RESPONSE",
  createdAt: "2026-11-27T10:00:00.000Z",
  data: {
    formId: "VwbNEw",
    fields: [
      { key: "question_x", label: "Email", type: "INPUT_EMAIL", value: "mina@acme.pl" },
      { key: "question_y", label: "First name", type: "INPUT_TEXT", value: "Mina" },
      { key: "question_z", label: "How to call you", type: "INPUT_PHONE_NUMBER", value: "+48501234567" },
      { key: "question_c", label: "Which", type: "CHECKBOXES", value: ["a"] },
    ],
  },
};
/** All of it in a wrapping object, as Webflow has it. */
const WRAPPED = {
  triggerType: "form_submission",
  payload: {
    name: "Contact Us",
    siteId: "65427cf4",
    formId: "65429ead",
    id: "6321ca84",
    submittedAt: "2026-11-27T10:00:00.000Z",
    data: { "Full Name": "Zaphod Beeblebrox", Email: "zaphod@heart.gold", Phone: 15_550_000_000 },
  },
};

let checkout = "";

/** Runs a script of the copy, by the Node that runs this. */
function run(script: string, ...options: readonly string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, NODE_OPTIONS: "" };
    execFile(process.execPath, [script, ...options], { cwd: checkout, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), output: stdout + stderr });
    });
  });
}

const bin = (path: string) => join(root, "node_modules", path);
const create = (...texts: readonly string[]) => run("tools/new.ts", ...texts, "--no-build");
/** What was printed, by the source. */
const outputs = new Map<string, string>();
async function createForm(name: string) {
  const options = ["--from", `${name}.json`, "--scheme", "static-header", "--publishes", "form.submitted"];
  const made = await create("source", name, ...options);
  outputs.set(name, made.output);
  return made;
}

/** One copy of the project, with few other functions: it is built once. */
beforeAll(async () => {
  checkout = await mkdtemp(join(tmpdir(), "ycat-new-"));
  const parts = ["functions", "schemas", "samples", "bundler", "local", "tools", "test/harness", "package.json"];
  const files = [
    "proof/declared.schema.json",
    "package-lock.json",
    "LICENSE",
    "tsconfig.json",
    "jest.config.js",
    ".oxlintrc.json",
    ".oxfmtrc.json",
  ];
  for (const part of [...parts, ...files]) await cp(join(root, part), join(checkout, part), { recursive: true });
  await symlink(join(root, "node_modules"), join(checkout, "node_modules"));
  await keepUnits(checkout, { sources: ["customerio"], handlers: [] });
  await writeFile(join(checkout, "payload.json"), JSON.stringify(PAYLOAD));
  await writeFile(join(checkout, "further.js"), FURTHER);
  await writeFile(join(checkout, "mixed.json"), JSON.stringify(MIXED));
  await writeFile(join(checkout, "answers.json"), JSON.stringify(ANSWERS));
  await writeFile(join(checkout, "wrapped.json"), JSON.stringify(WRAPPED));
  await writeFile(join(checkout, "broken.json"), '{\n  "id": 1,\n  "type" 2\n}');
});
afterAll(() => rm(checkout, { recursive: true, force: true }));

describe("npm run new", () => {
  it("writes a source, a system and a handler that are formatted, tested, typed, linted and proved as they come", async () => {
    const made = [
      await create("source", "payments", "--from", "payload.json", "--scheme", "stripe"),
      await createForm("answers"),
      await createForm("wrapped"),
      await create("system", "ledger"),
      await create("handler", "customer.created", "--uses", "ledger"),
      await create("handler", "customer.created", "--uses", "salesforce,customerio,slack", "--name", "tell-all"),
    ];
    made.push(await create("source", "payments", "--from", "further.js", "--from", "mixed.json"));
    expect(made.at(-1)?.output).toContain("functions/sources/payments.ts (changed)");
    expect(made.map(({ code, output }) => (code === 0 ? 0 : output))).toEqual([0, 0, 0, 0, 0, 0, 0]);
    made.push(await create("handler", "guest.greeted", "--uses", "slack")); // an event type that nobody publishes yet
    expect(made.at(-1)).toMatchObject({
      code: 0,
      output: expect.stringMatching(
        /No source publishes guest\.greeted.*npm run new -- source NAME --from payload\.json --publishes guest\.greeted/,
      ),
    });
    const files = made.flatMap(({ output }) =>
      [...output.matchAll(/^ {2}(\S+)(?: \(changed\))?$/gm)].map(([, file = ""]) => file),
    );
    const code = files.filter((file) => file.endsWith(".ts"));
    const config = { extends: "./tsconfig.json", include: [...code, "functions/clients", "local"] };
    await writeFile(join(checkout, "tsconfig.new.json"), JSON.stringify(config));
    const tests = files.filter((file) => file.endsWith(".test.ts"));

    const checks = [
      await run(bin("oxfmt/bin/oxfmt"), "--check", ...files),
      await run("--experimental-vm-modules", bin("jest/bin/jest.js"), ...tests), // which builds
      await run(bin("typescript/bin/tsc"), "-p", "tsconfig.new.json"),
      await run(bin("oxlint/bin/oxlint"), "--type-aware", "--deny-warnings", ...code),
    ];
    expect(checks.map(({ code: exit, output }) => (exit === 0 ? 0 : output))).toEqual([0, 0, 0, 0]);
    await run("tools/prove.ts", "customer-created", "--update", "--unproved");
    const proof = await run("tools/prove.ts", "customer-created", "--budget", "0s");
    expect(proof.output).toContain("Every handler converges.");
  }, 300_000);

  it("names nobody who exists in a sample", async () => {
    const sample = await readFile(join(checkout, "samples/webhooks/payments/customer.created.json"), "utf8");
    expect(JSON.parse(sample)).toEqual({
      id: "{{id}}",
      type: "customer.created",
      created: "{{now:s}}",
      data: {
        object: { id: "cus_1", email: "ada@example.com", name: "Ada Lovelace", phone: null, twitter: "(at)jane" },
      },
    });
  });

  it("asks of an address no more than that it is there: it is read without what people type around it", async () => {
    const schema = await readFile(join(checkout, "schemas/sources/payments/customer.created.json"), "utf8");
    const { data } = JSON.parse(schema).properties;
    expect(data.properties.object).toMatchObject({
      required: ["email"],
      properties: { email: { type: "string", minLength: 1 } },
    });
    expect(schema).not.toContain('"format": "email"');
  });

  it("finds answers in a list by their labels, and says what it did not find", async () => {
    const code = await readFile(join(checkout, "functions/sources/answers.ts"), "utf8");
    expect(code).toContain('person: webhook.data.fields.find((one) => one.label === "Email")?.value');
    expect(code).toContain('firstName: webhook.data.fields.find((one) => one.label === "First name")?.value');
    expect(code).toContain('phone: webhook.data.fields.find((one) => one.label === "How to call you")?.value');
    expect(code).toContain("formId: webhook.data.formId");
    const line = code.split("\n").findIndex((text) => text.includes("data: {")) + 1;
    expect(outputs.get("answers")).toContain(
      `functions/sources/answers.ts:${line}: not found for form.submitted: lastName, company,`,
    );
    expect(outputs.get("answers")).toContain("remove whatever is personal data");
    const sample = await readFile(join(checkout, "samples/webhooks/answers/FORM_RESPONSE.json"), "utf8");
    expect(sample).not.toMatch(/mina|48501234567/i);
    expect(sample).toContain('"label": "First name"');
  });

  it("finds ids in an object that wraps it all, and leaves the name of what is no person", async () => {
    const code = await readFile(join(checkout, "functions/sources/wrapped.ts"), "utf8");
    expect(code).toContain("id: webhook.payload.id,");
    expect(code).toContain("formId: webhook.payload.formId");
    expect(code).toContain('...namesIn({ name: webhook.payload.data["Full Name"] })');
    expect(outputs.get("wrapped")).not.toContain("firstName");
    expect(code).toContain("kind: (webhook) => webhook.triggerType");
    const sample = await readFile(join(checkout, "samples/webhooks/wrapped/form_submission.json"), "utf8");
    expect(JSON.parse(sample).payload).toEqual({
      ...WRAPPED.payload,
      id: "{{id}}",
      submittedAt: "{{now}}",
      data: { "Full Name": "Ada Lovelace", Email: "ada@example.com", Phone: 442_079_460_000 },
    });
  });

  it("overwrites nothing", async () => {
    const mapped = await create("source", "payments", "--from", "further.js");
    expect(mapped).toMatchObject({
      code: 2,
      output: expect.stringContaining('maps "customer.deleted". Nothing was written'),
    });
    await writeFile(join(checkout, "functions/sources/payments.ts"), "// mine");
    const again = await create("source", "payments", "--from", "payload.json", "--scheme", "stripe");
    expect(again).toMatchObject({
      code: 2,
      output: expect.stringMatching(/payments.ts is there already.* Nothing was written/),
    });
    expect(await readFile(join(checkout, "functions/sources/payments.ts"), "utf8")).toBe("// mine");
  });

  describe("says in a sentence what is wrong with", () => {
    const wrong: readonly (readonly [what: string, texts: readonly string[], sentence: string])[] = [
      [
        "a scheme that there is not",
        ["source", "other", "--from", "payload.json", "--scheme", "strype"],
        'did you mean "stripe"?',
      ],
      ["no file", ["source", "other", "--from", "nothing.json", "--scheme", "stripe"], "there is no such file"],
      [
        "what is no JSON object",
        ["source", "other", "--from", "LICENSE", "--scheme", "stripe"],
        "LICENSE:2: it is no JSON, where a JSON object is expected",
      ],
      [
        "an event type that there is not",
        ["handler", "form.submited", "--uses", "slack"],
        'did you mean "form.submitted"?',
      ],
      [
        "an event type that is almost spelled as another",
        ["source", "other", "--from", "payload.json", "--scheme", "stripe", "--publishes", "form.submited"],
        'did you mean "form.submitted"? --new-type makes one',
      ],
      ["what can be no event type", ["handler", "Form", "--uses", "slack"], "dotted lower-case words"],
      ["one that is joined otherwise", ["handler", "orderPaid", "--uses", "slack"], "Did you mean order.paid?"],
      [
        "a name of several words",
        ["source", "My Shop", "--from", "payload.json", "--scheme", "stripe"],
        "Did you mean my-shop?",
      ],
      [
        "a name that a function of ycat's own has",
        ["source", "sweep", "--from", "payload.json", "--scheme", "stripe"],
        "a function of ycat's own",
      ],
      ["a system that would be a word of JavaScript's", ["system", "class"], "can't be a system's name"],
      ["a system that would be given to run() twice", ["system", "log"], "can't be a system's name"],
      ["a system in a folder that there is", ["system", "pubsub"], "local/pubsub is there already"],
      [
        "what breaks off",
        ["source", "other", "--from", "broken.json", "--scheme", "stripe"],
        "broken.json:3: it is no JSON",
      ],
      ["a system that there is not", ["handler", "form.submitted", "--uses", "slak"], 'did you mean "slack"?'],
      [
        "a name that is taken",
        ["handler", "customer.created", "--uses", "slack"],
        "another handler of customer.created says --name",
      ],
      [
        "a system about people alone",
        ["handler", "invoice.paid", "--uses", "customerio", "--name", "other"],
        "has no e-mail",
      ],
      ["nothing at all", [], "npm run new -- source NAME --from payload.json"],
      ["nothing that can be made", ["sauce", "other"], 'did you mean "source"?'],
    ];
    let said: readonly (readonly [code: number, complaints: readonly string[]])[] = [];
    /** All of them in one process of the copy: what is refused by none would be written. */
    beforeAll(async () => {
      const asked = JSON.stringify(wrong.map(([, texts]) => texts));
      const { output } = await run(
        "--input-type=module",
        "--eval",
        `import { createUnit } from "./tools/new/main.ts";
        const said = [];
        for (const texts of ${asked}) {
          const complaints = [];
          said.push([await createUnit(texts, { print() {}, complain: (one) => void complaints.push(one) }), complaints]);
        }
        console.log(JSON.stringify(said));`,
      );
      said = JSON.parse(output.split("\n")[0] ?? ""); // what node warns of stands behind it
    }, 60_000);

    it.each(wrong.map(([what, , sentence], index) => [what, sentence, index] as const))(
      "%s",
      (_what, sentence, index) => {
        expect(said[index]).toEqual([2, [expect.stringContaining(sentence)]]);
      },
    );
  });
});
