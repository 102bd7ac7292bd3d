import { afterAll, beforeAll, beforeEach } from "@jest/globals";
import type { ObjectDescription } from "../../../schemas/salesforce/object-description.ts";
import { checks } from "../../../tools/doctor/checks.ts";
import { deployedOf } from "../../../tools/doctor/deployed.ts";
import { askGoogle } from "../../../tools/doctor/google.ts";
import type { World } from "../../../tools/doctor/world.ts";
import { type Answers, FUNCTIONS, healthy, NUMBER, PREFIX, PROJECT, serveGoogle } from "./google.ts";
import { manifest } from "./manifest.ts";

export const NOW = Date.parse("2026-11-27T06:00:00Z");
/** As everything is declared, before each test. */
export let answers: Answers;
let google: Awaited<ReturnType<typeof serveGoogle>>;
beforeAll(async () => {
  google = await serveGoogle(() => answers);
});
beforeEach(() => {
  answers = healthy();
});
afterAll(() => google.close());

export const lead: ObjectDescription = {
  name: "Lead",
  label: "Lead",
  createable: true,
  updateable: true,
  fields: { Email: { label: "Email", type: "email", length: 80, createable: true, updateable: true } },
};
export const systems: Pick<World, "org" | "workspace" | "objects" | "places" | "permissions"> = {
  org: { describe: () => Promise.resolve(lead), usage: () => Promise.resolve({ used: 10, most: 100 }) },
  workspace: {
    region: () =>
      Promise.resolve({ region: "eu", trackUrl: "https://track-eu.customer.io", appUrl: "https://api-eu.customer.io" }),
    people: () => Promise.resolve({ found: [{ id: "", email: "jane@example.com" }] }),
  },
  objects: [lead],
  places: [{ name: "functions/handlers/form-submitted.ts", text: "Lead Email" }],
  permissions: [{ object: "Lead", create: true, edit: true, fields: new Map([["Email", true]]) }],
};

function worldOf(changed: Partial<World> = {}): World {
  const functions: unknown = Reflect.get(answers.get(FUNCTIONS) ?? {}, "functions");
  return {
    project: PROJECT,
    projectNumber: NUMBER,
    prefix: PREFIX,
    now: NOW,
    manifest,
    functions: deployedOf(manifest, PREFIX, Array.isArray(functions) ? functions : []),
    google: askGoogle(PROJECT, google.ask, google.at),
    ...systems,
    ...changed,
  };
}

export async function examine(name: string, changed?: Partial<World>) {
  const check = checks.find((one) => one.name === name);
  if (check === undefined) throw new Error(`there is no check ${name}`);
  const { asked, findings, notAsked } = await check.examine(worldOf(changed));
  return { asked, found: findings.map(({ harm, sentence }) => `${harm}: ${sentence}`), notAsked };
}

/** Writes members into what a path answers, undefined taking one away. */
export function change(path: string, members: object): void {
  answers.set(path, { ...answers.get(path), ...members });
}

/** Changes a function that is deployed. */
export function functionsWith(name: string, members: object, service: object = {}): void {
  const functions = Reflect.get(answers.get(FUNCTIONS) ?? {}, "functions") as object[];
  change(FUNCTIONS, {
    functions: functions.map((one) =>
      String(Reflect.get(one, "name")).endsWith(`/${PREFIX}${name}`)
        ? { ...one, ...members, serviceConfig: { ...Reflect.get(one, "serviceConfig"), ...service } }
        : one,
    ),
  });
}

/** Takes away what was granted on something. */
export function without(path: string): void {
  change(`${path}:getIamPolicy`, { bindings: [] });
}
