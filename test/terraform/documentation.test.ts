import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { batchHandler, handler, manifestWith, source, sweptHandler } from "./manifests.ts";
import { type Declared, declare, hindrance } from "./terraform.ts";

const describeTerraform = hindrance === undefined ? describe : describe.skip;

const deploy = await readFile(join(root, "docs/deploy.md"), "utf8");
const operate = await readFile(join(root, "docs/operate.md"), "utf8");

/** The cells of a table's rows, from the one whose first cell is given. */
function table(heading: string): string[][] {
  const lines = deploy.slice(deploy.indexOf(heading)).split("\n");
  const start = lines.findIndex((line) => line.startsWith("| ---"));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith("|"));
  return lines.slice(start + 1, end).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const cents = (dollars: number) => Math.round((dollars + Number.EPSILON) * 100);

describe("docs/deploy.md", () => {
  it.each(["**At rest**", "**A million events**"])("adds up what %s costs", (heading) => {
    const rows = table(heading);
    const together = rows.at(-1)?.at(-1);
    expect(cents(Number(together))).toBe(rows.slice(0, -1).reduce((sum, row) => sum + cents(Number(row.at(-1))), 0));
  });

  it("multiplies quantities by prices", () => {
    const rows = table("**A million events**").slice(0, -1);
    expect(rows.map(([what, , , , dollars]) => [what, cents(Number(dollars))])).toEqual(
      rows.map(([what, quantity, , price]) => [what, cents(Number(quantity) * Number(price))]),
    );
  });
});

describeTerraform("what is declared", () => {
  let declared: Declared;
  let real: Declared;
  beforeAll(async () => {
    [declared, real] = [
      await declare(
        manifestWith(
          source("app"),
          handler("form-submitted", "form.submitted"),
          sweptHandler("person-changed", "person.changed"),
          batchHandler("import-people", "people.imported"),
        ),
      ),
      await declare(undefined),
    ];
  });

  it("costs at rest what docs/deploy.md says", () => {
    const count = (type: string) => real.resources.filter((resource) => resource.type === type).length;
    const declaredNow: Readonly<Record<string, number>> = {
      "forwarding rules, up to five for one price": Math.ceil(count("google_compute_global_forwarding_rule") / 5),
      "Cloud Armor policies": count("google_compute_security_policy"),
      "Cloud Armor rules": count("google_compute_security_policy_rule"),
      "active secret versions": count("google_secret_manager_secret_version"),
      "alert conditions (announced)": real.resources
        .filter(({ type }) => type === "google_monitoring_alert_policy")
        .flatMap(({ values }) => values.conditions).length,
      "Scheduler jobs": count("google_cloud_scheduler_job"),
    };
    const rows = table("**At rest**").slice(0, -1);
    expect(Object.fromEntries(rows.map(([what = "", quantity]) => [what, Number(quantity)]))).toEqual(declaredNow);
    expect(rows.map(([what = "", , , , dollars]) => [what, cents(Number(dollars))])).toEqual(
      rows.map(([what = "", , free, price]) => [
        what,
        cents(Math.max(0, (declaredNow[what] ?? 0) - Number(free)) * Number(price)),
      ]),
    );
  });

  it("pages with runbooks that docs/operate.md has, each with a command", () => {
    const anchors = declared.resources
      .filter(({ type }) => type === "google_monitoring_alert_policy")
      .map(({ values }) => values.documentation[0].links[0].url.split("#")[1]);
    const sections = Object.fromEntries(
      operate
        .split(/^## /m)
        .slice(1)
        .map((section) => [section.slice(0, section.indexOf("\n")), section]),
    );
    expect(new Set(anchors)).toEqual(new Set(Object.keys(sections)));
    expect(Object.keys(sections).filter((name) => !/^ {4}(?:npm run|gcloud) /m.test(sections[name] ?? ""))).toEqual([]);
  });

  it("takes the settings and secrets that the example and the first steps name", async () => {
    const example = await readFile(join(root, "terraform/terraform.tfvars.example"), "utf8");
    const { manifest } = {
      manifest: JSON.parse(await readFile(join(root, "dist/manifest.json"), "utf8")) as {
        functions: Record<string, { settings: Record<string, { default?: string }> }>;
        secrets: Record<string, unknown>;
      },
    };
    const required = Object.values(manifest.functions).flatMap(({ settings }) =>
      Object.keys(settings).filter((name) => settings[name]?.default === undefined && name !== "GOOGLE_CLOUD_PROJECT"),
    );
    expect([...example.matchAll(/^ {2}([A-Z_]+) +=/gm)].map(([, name = ""]) => name)).toEqual(
      [...new Set(required)].sort(),
    );
    const secrets = /export TF_VAR_secrets='\{([^}]*)\}/.exec(deploy)?.[1] ?? "";
    expect([...secrets.matchAll(/"([a-z-]+)":/g)].map(([, name]) => name)).toEqual(
      Object.keys(manifest.secrets)
        .filter((name) => name !== "log-hash-key")
        .sort(),
    );
  });
});
