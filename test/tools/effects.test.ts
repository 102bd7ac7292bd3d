import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { encodeEvent } from "../../functions/runtime/pubsub/message.ts";
import { runEffects } from "../../tools/effects/main.ts";
import { textIn } from "../../tools/json.ts";
import { serveJson } from "./answering.ts";
import { formEvent, TRACEPARENT } from "./dead-letters-world.ts";
import { type Asked, rowsOf, startGoogle } from "./google/fake.ts";
import { openSystems } from "./systems.ts";
import { closingAfterEach } from "../harness/closing.ts";

const closing = closingAfterEach();
let other = "";

/** Another checkout, which has its own functions and all else of this one. */
beforeAll(async () => {
  other = await mkdtemp(join(tmpdir(), "ycat-other-"));
  for (const name of ["node_modules", "schemas", "dist", "package.json"])
    await symlink(join(root, name), join(other, name));
  await cp(join(root, "functions"), join(other, "functions"), { recursive: true });
});
afterAll(() => rm(other, { recursive: true }));
async function change(handler: string, edit: (code: string) => string): Promise<void> {
  const file = join(other, "functions/handlers", `${handler}.ts`);
  const before = await readFile(file, "utf8");
  expect(edit(before)).not.toBe(before);
  await writeFile(file, edit(before));
  closing.push(() => writeFile(file, before));
}

async function run(texts: readonly string[], answer: (asked: Asked) => unknown = () => undefined) {
  const systems = await openSystems(closing);
  const fake = await startGoogle(answer);
  closing.push(() => fake.close());
  const before = systems.state();
  const { id, source, type, subject, time, data } = formEvent("msg_1");
  const row = { id: "1", at: new Date().toISOString(), source: "app", eventId: "msg_1", number: 1 };
  const runner = await serveJson(closing, (path) => {
    if (path.startsWith("/api/health")) return { project: "p", pubsub: "127.0.0.1:1", settings: systems.environment };
    if (path === "/api/events/1") return { row, event: { id, source, type, subject, time, data } };
    return { rows: [row], total: 1, dropped: 0 };
  });
  const [printed, complaints]: [string[], string[]] = [[], []];
  const code = await runEffects(texts, {
    environment: { ...systems.environment, PORT: new URL(runner).port },
    root,
    dist: join(root, "dist"),
    signal: new AbortController().signal,
    print: (line) => printed.push(line),
    complain: (sentence) => complaints.push(sentence),
    google: (project) => ({ ...fake.google, project }),
  });
  expect(systems.state()).toBe(before); // whatever was asked, nothing was written
  return {
    code,
    printed: printed.join("\n"),
    complaints: complaints.join("\n"),
    asked: fake.asked,
    requests: systems.requests,
  };
}

/** What BigQuery has of it, as of another one of a replay. */
const archived = (id: string) => {
  const { attributes, data } = encodeEvent(formEvent(id), TRACEPARENT);
  return { attributes, data: data.toString() };
};

const shadow = (...more: readonly string[]) => [
  "--since",
  "1h",
  "--against",
  other,
  "--handler",
  "form-submitted",
  ...more,
];

describe("npm run effects", () => {
  it("finds nothing between two checkouts that do the same, by the journal of npm start", async () => {
    const { code, printed } = await run(shadow());
    expect(printed).toBe(`1 event: nothing would be written otherwise than at ${other}.`);
    expect(code).toBe(0);
  });

  it("says whose writes differ, by record and field, of a project's archive, and writes nothing", async () => {
    await change("form-submitted", (text) =>
      text
        .replace("campaign.campaignId, person", '"701Hp000000000ZIAQ", person')
        .replace('"form_submitted", {', '"form_submitted", { odd: 1,'),
    );
    const { code, printed, asked, requests } = await run(shadow("--project", "acme", "--max", "7"), () =>
      rowsOf(archived("msg_2"), archived("msg_1")),
    );
    expect(code).toBe(1);
    expect(printed).toMatch(/^form-submitted msg_1 of jo@example.com\n {2}here: done\n/);
    expect(printed.match(/^.*\b(?:odd|here|at .*):.*$/gm)?.slice(0, 4)).toEqual([
      "  here: done",
      `  at ${other}: done`,
      "        odd: 1",
      "  here: done",
    ]);
    expect(printed).toMatch(/\n2 events: 2 differences\.$/);
    expect(textIn(asked[0]?.body, "query")).toMatch(/FROM `acme\.ycat\.events` .* LIMIT 7$/);
    expect(requests.filter((one) => /^(?:PUT|PATCH|DELETE)|sobjects\/\w+$/.test(one))).toEqual([]);
  });

  it("tells another checkout's refusals by their codes, as its own", async () => {
    const refuse = 'throw Object.assign(new PermanentError("no", { code: "ODD", system: "forms" }));';
    await change("form-submitted", (text) =>
      text
        .replace(/^/, 'import { PermanentError } from "../runtime/define/errors.ts";\n')
        .replace(/(async run\([^]*?\) \{)/, `$1 ${refuse}`),
    );
    const { printed } = await run(shadow());
    expect(printed).toContain(`at ${other}: ODD forms`);
  });

  it("lets no handler past its clients: no socket of its own leaves the process", async () => {
    const post =
      'const { request } = await import("node:http"); await new Promise((done, fail) => request("http://127.0.0.1:9/", { method: "POST" }).on("error", fail).end(done));';
    await change("form-submitted", (text) => text.replace(/(async run\([^]*?\) \{)/, `$1 ${post}`));
    const { printed, code } = await run(shadow());
    expect(code).toBe(1);
    expect(printed).toMatch(/at \S+: Error /);
    expect(printed).not.toContain("ECONNREFUSED");
  });

  it("waits while a client waits for its turn, by a timer that keeps nothing alive", async () => {
    const wait = "await new Promise((done) => setTimeout(done, 50).unref());";
    await change("form-submitted", (text) => text.replace(/(async run\([^]*?\) \{)/, `$1 ${wait}`));
    const { code, printed } = await run(shadow());
    expect(printed).toBe(`1 event: nothing would be written otherwise than at ${other}.`);
    expect(code).toBe(0);
  });

  it("says by 2 what was not tried where a handler ends the thread", async () => {
    await change("form-submitted", (text) => text.replace(/(async run\([^]*?\) \{)/, "$1 process.exit(0);"));
    const { code, printed, complaints } = await run(shadow());
    expect(complaints).toMatch(/^1 of 1 not tried: /);
    expect(printed).toBe("");
    expect(code).toBe(2);
  });

  it("shows a handler what it has just written, by id and key", async () => {
    const reread = `const made = await salesforce.ensure("Account", { AccountNumber: "1" }, { Name: "A" }, { unique: false });
      const [seen] = await salesforce.find("Account", { Id: made.id }, ["Name"]);
      await salesforce.update("Account", made.id, { Description: String(seen?.Name) });`;
    await change("form-submitted", (text) => text.replace(/(async run\([^]*?\) \{)/, `$1 ${reread}`));
    const { printed } = await run(shadow());
    expect(printed).toContain("+ salesforce Account");
    expect(printed).toContain("not known: what a query would show of records that were not created");
  });

  it.each([
    [["--against", "main"], "--against belongs to --since."],
    [["--since", "soon"], "soon"],
    [["--since", "1h", "--max", "0"], '--max is "0"'],
    [["--since", "1h", "--prefix", "eu-"], "--prefix belongs to a project"],
    [["form-submitted"], "form-submitted is no sample: give the path of one, such as samples/events/form.submitted/"],
    [["form.submitted"], "form.submitted is no sample: give the path of one, such as samples/events/form.submitted/"],
    [["nobody"], "nobody is no sample: give the path of one, such as samples/events/TYPE/NAME.json."],
    [["nowhere.json"], "nowhere.json can't be read as a CloudEvent"],
    [["samples/webhooks/app/form.submitted.json"], "is no CloudEvent"],
    [["--since", "1h", "--against", "no-such-commit"], "There is no commit no-such-commit to compare with"],
    [["--since", "1h", "--project", "acme"], "Is there an archive?"],
    [[], "npm run effects -- SAMPLE… | --since DURATION [options]\n\n  SAMPLE  "],
  ])("says by 2 that it is not possible as given: %j", async (texts, sentence) => {
    expect(await run(texts)).toMatchObject({ code: 2, complaints: expect.stringContaining(sentence) });
  });
});

describe("npm run effects of samples", () => {
  it("says what each handler does with one, and that none fails", async () => {
    const { code, printed } = await run([
      join(root, "samples/events/form.submitted/full.json"),
      "--handler",
      "form-submitted",
    ]);
    expect(printed).toMatch(/^form-submitted \S+ of ada@example.com: done\n/);
    expect(printed).toMatch(/^ {2}\+ salesforce Lead$/m);
    expect(code).toBe(0);
  });

  it("begins with the records that lie beside it", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ycat-samples-"));
    closing.push(() => rm(folder, { recursive: true }));
    const { id, source, type, subject, time, data } = formEvent("msg_1");
    const [event, records] = ["events", "records"].map((kind) => join(folder, kind, type, "pulled.json"));
    for (const file of [event, records]) await mkdir(dirname(file ?? ""), { recursive: true });
    await writeFile(event ?? "", JSON.stringify({ id, source, type, subject, time, data }));
    const lead = { Id: "00QHp000000000MMAQ", LastName: "Doe", Company: "Acme", Email: subject };
    await writeFile(records ?? "", JSON.stringify({ salesforce: { Lead: [lead] } }));
    const { code, printed } = await run([event ?? "", "--handler", "form-submitted"]);
    expect(code).toBe(0);
    expect(printed).not.toContain("+ salesforce Lead");
    expect(printed).toContain(`LeadId: "${lead.Id}"`);
    await writeFile(records ?? "", JSON.stringify({ salesforce: { Lead: [{ ...lead, Company: null }] } }));
    expect(await run([event ?? ""])).toMatchObject({
      code: 2,
      complaints: expect.stringMatching(/^The records of .* can't be added/),
    });
  });
});
