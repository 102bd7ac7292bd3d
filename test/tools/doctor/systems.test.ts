import { describe, expect, it } from "@jest/globals";
import type { ObjectDescription } from "../../../schemas/salesforce/object-description.ts";
import { UnavailableError } from "../../../functions/runtime/define/errors.ts";
import type { Usage } from "../../../tools/describe/org.ts";
import type { World } from "../../../tools/doctor/world.ts";
import { examine, lead, systems } from "./world.ts";

describe("what is broken in the org and the workspace is found", () => {
  const usage = (used: number): Partial<World> => ({
    org: { ...systems.org, usage: (): Promise<Usage> => Promise.resolve({ used, most: 100 }) },
  });
  const seen = (object: ObjectDescription | undefined): Partial<World> => ({
    org: { ...systems.org, describe: () => Promise.resolve(object) },
  });
  const people = (...found: { id: string; email: string }[]): Partial<World> => ({
    workspace: { ...systems.workspace, people: () => Promise.resolve({ found }) },
  });
  const inUs = { region: "us", trackUrl: "https://track.customer.io", appUrl: "https://api-eu.customer.io" };
  const code = { code: "INVALID_GRANT", system: "salesforce" };

  it.each<[check: string, found: string, Partial<World>]>([
    [
      "login and allowance",
      "will lose: the org does not let ycat in: no",
      { org: { ...systems.org, usage: () => Promise.reject(new UnavailableError("no", code)) } },
    ],
    ["login and allowance", "worth knowing: the org has used 91 of 100 (91 %) of its daily calls: batch", usage(91)],
    ["login and allowance", "will lose: the org has used 98 of 100 (98 %) of its daily calls: every", usage(98)],
    [
      "schema",
      "will lose: object Lead is not as its file: Email: the org has no such field",
      seen({ ...lead, fields: {} }),
    ],
    ["schema", "worth knowing: object Lead differs from its file in 1 things", seen({ ...lead, label: "Prospect" })],
    ["permission set", "will lose: ycat's user, of Lead, sees nothing", seen(undefined)],
    ["permission set", "will lose: ycat's user, of Lead, may not see Email", seen({ ...lead, fields: {} })],
    [
      "permission set",
      "will lose: ycat's user, of Lead, may not create one, update one, write Email",
      seen({ name: "Lead", label: "Lead", fields: { Email: { label: "Email", type: "email" } } }),
    ],
    [
      "customer.io's region",
      "will lose: the workspace is in us, and https://api-eu.customer.io is not",
      { workspace: { ...systems.workspace, region: () => Promise.resolve(inUs) } },
    ],
    [
      "customer.io's region",
      "will lose: the workspace refuses keys",
      { workspace: { ...systems.workspace, region: () => Promise.resolve({ refused: "keys" }) } },
    ],
    [
      "customer.io's identifiers",
      "will lose: the workspace has 1 people whose id is an e-mail address",
      people({ id: "jane@example.com", email: "" }, { id: "joe@example.com", email: "joe@example.com" }),
    ],
    ["customer.io's identifiers", "worth knowing: the workspace has nobody yet", people()],
    [
      "customer.io's identifiers",
      "will lose: the workspace refuses key",
      { workspace: { ...systems.workspace, people: () => Promise.resolve({ refused: "key" }) } },
    ],
  ])("%s: %s", async (check, found, changed) => {
    expect((await examine(check, changed)).found).toEqual([expect.stringContaining(found)]);
  });
});
