import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { root } from "../../bundler/paths.ts";
import { manifestPath } from "../../bundler/write/manifest.ts";

export const terraformDirectory = join(root, "terraform");

const run = promisify(execFile);
const options = { cwd: terraformDirectory, maxBuffer: 256 * 1024 * 1024 };

/** What keeps Terraform's tests from running here; undefined where they can. */
export const hindrance: string | undefined = findHindrance();

function findHindrance(): string | undefined {
  const { error, stdout } = spawnSync("terraform", ["validate", "-json"], {
    cwd: terraformDirectory,
    encoding: "utf8",
  });
  if (error !== undefined) return "there is no terraform on this machine";
  // Only a missing provider: whatever else is wrong must fail the tests rather than skip them.
  const isMissing = /terraform init|Missing required provider|plugins are not installed/.test(stdout);
  return isMissing
    ? "there is no google provider: terraform init, or set TF_CLI_CONFIG_FILE as .ci/run does"
    : undefined;
}

/** Runs terraform in terraform/, and gives back what it printed; its failure is text too. */
export async function terraform(...args: string[]): Promise<{ readonly isGood: boolean; readonly text: string }> {
  try {
    const { stdout, stderr } = await run("terraform", args, options);
    return { isGood: true, text: stdout + stderr };
  } catch (error) {
    if (!(typeof error === "object" && error !== null && "stdout" in error && "stderr" in error)) throw error;
    return { isGood: false, text: `${String(error.stdout)}${String(error.stderr)}` };
  }
}

export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly index?: string;
  // Attributes are looked at by the tests that know their resource; Terraform has checked them against the schema.
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly values: any;
  readonly depends_on?: readonly string[];
}

/** All that a configuration declares, every computed attribute filled with something made up. */
export interface Declared {
  /** `google_pubsub_topic.event`: its instances by key. */
  of(address: string): Readonly<Record<string, Resource>>;
  readonly resources: readonly Resource[];
  // oxlint-disable-next-line typescript/no-explicit-any
  readonly outputs: Readonly<Record<string, { readonly value: any }>>;
  /** Everything that Terraform printed, its plan included. */
  readonly text: string;
}

export const defaults = {
  project: "acme-webhooks",
  domain: "hooks.example.com",
  page_to: ["oncall@example.com"],
  runbook_url: "https://git.example.com/acme/ycat/blob/main/docs/operate.md",
  // What is protected can't be destroyed, by a test either.
  protected: false,
};

/** The value of every secret. */
export const secretValue = "whsec_made-up-for-tests";

/** Settings that the real manifest asks for. */
const settings = {
  CUSTOMERIO_SITE_ID: "site",
  SALESFORCE_CLIENT_ID: "client",
  SALESFORCE_LOGIN_URL: "https://acme.my.salesforce.com",
};

/** All that an apply would declare, from a manifest and variables; without a manifest, from the built one. */
export async function declare(manifest: object | undefined, variables: object = {}): Promise<Declared> {
  const key = JSON.stringify([manifest, variables]);
  const known = declarations.get(key) ?? runTest("tests/any", manifest, variables).then(readPlan);
  declarations.set(key, known);
  return known;
}

/** Each takes Terraform a second or more. */
const declarations = new Map<string, Promise<Declared>>();

/** An apply, two plans after it, with the secrets' values and without, and in the end the destruction: all that is printed. */
export async function applyAndPlanAgain(manifest: object | undefined, variables: object = {}): Promise<string> {
  return runTest("tests/again", manifest, variables);
}

/** The changes of each plan in it. */
export function plansOf(text: string): (readonly Change[])[] {
  return linesOf(text).flatMap(({ test_plan }) => (test_plan === undefined ? [] : [test_plan.resource_changes ?? []]));
}

async function runTest(tests: string, manifest: object | undefined, variables: object): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "ycat-terraform-"));
  try {
    const path = manifest === undefined ? manifestPath : join(directory, "manifest.json");
    if (manifest !== undefined) await writeFile(path, JSON.stringify(manifest));
    const file = join(directory, "variables.tfvars.json");
    const read = {
      manifest_path: path,
      secrets: await secretsOf(path),
      ...(manifest === undefined ? { settings } : {}),
    };
    await writeFile(file, JSON.stringify({ ...defaults, ...read, ...variables }));
    const { isGood, text } = await terraform(
      "test",
      "-json",
      "-verbose",
      `-test-directory=${tests}`,
      `-var-file=${file}`,
    );
    return isGood ? text : fail(text);
  } finally {
    await rm(directory, { recursive: true });
  }
}

async function secretsOf(path: string): Promise<object> {
  const { secrets } = JSON.parse(await readFile(path, "utf8")) as { readonly secrets: object };
  return Object.fromEntries(Object.keys(secrets).map((name) => [name, secretValue]));
}

function fail(text: string): never {
  const errors = linesOf(text).flatMap(({ diagnostic }) =>
    diagnostic?.severity === "error" ? [`${diagnostic.summary}: ${diagnostic.detail}`] : [],
  );
  throw new Error(errors.length > 0 ? errors.join("\n") : text);
}

async function readPlan(text: string): Promise<Declared> {
  const plan = linesOf(text).find(({ type }) => type === "test_plan")?.test_plan;
  if (plan === undefined) throw new Error(`terraform test printed no plan:\n${text}`);
  const needs = await graph();
  const resources = (plan.resource_changes ?? []).map(({ type, name, index, change }): Resource => {
    if (type.startsWith("google_") && change.after_unknown.id === true)
      throw new Error(`terraform/tests/mocks/google.tfmock.hcl lacks a mock_resource "${type}"`);
    const place = { type, name, values: change.after, depends_on: [...needs(`${type}.${name}`)] };
    return index === undefined ? place : { ...place, index };
  });
  return {
    resources,
    of: (address) =>
      Object.fromEntries(
        resources
          .filter(({ type, name }) => `${type}.${name}` === address)
          .map((resource) => [resource.index ?? "", resource]),
      ),
    outputs: Object.fromEntries(
      Object.entries(plan.output_changes ?? {}).map(([name, { after }]) => [name, { value: after }]),
    ),
    text,
  };
}

/** Of each resource all that it depends on, however indirectly. */
export async function graph(): Promise<(address: string) => ReadonlySet<string>> {
  readGraph ??= terraform("graph");
  const { text } = await readGraph;
  const needs = new Map<string, string[]>();
  for (const [, from = "", to = ""] of text.matchAll(/"([\w.]+)" -> "([\w.]+)"/g))
    needs.set(from, [...(needs.get(from) ?? []), to]);
  const reached = (address: string, known = new Set<string>()): Set<string> => {
    for (const needed of needs.get(address) ?? []) if (!known.has(needed)) reached(needed, known.add(needed));
    return known;
  };
  return (address) => reached(address);
}

let readGraph: ReturnType<typeof terraform> | undefined;

export interface Change {
  readonly address: string;
  readonly type: string;
  readonly name: string;
  readonly index?: string;
  readonly change: {
    readonly actions: readonly string[];
    readonly after: Resource["values"];
    readonly after_unknown: { readonly id?: boolean };
  };
}

interface Line {
  readonly type?: string;
  readonly diagnostic?: { readonly severity: string; readonly summary: string; readonly detail: string };
  readonly test_plan?: {
    readonly resource_changes?: readonly Change[];
    readonly output_changes?: Readonly<Record<string, { readonly after: unknown }>>;
  };
}

/** terraform's -json lines; warnings of the command line come as plain text between them. */
function linesOf(text: string): Line[] {
  return text
    .split("\n")
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Line);
}
