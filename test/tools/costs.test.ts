import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import type { Manifest } from "../../bundler/write/manifest.ts";
import { root } from "../../bundler/paths.ts";
import { costsOf } from "../../tools/costs/costs.ts";
import { costLines } from "../../tools/costs/lines.ts";
import { runCosts } from "../../tools/costs/main.ts";
import { readMeasured } from "../../tools/costs/measured.ts";
import { readPrices } from "../../tools/costs/prices.ts";
import { batchHandler, handler, manifestWith, source } from "../terraform/manifests.ts";

const deploy = await readFile(join(root, "docs/deploy.md"), "utf8");
const prices = readPrices(deploy);

/** As the prover writes it, of a handler that makes two to six calls. */
const effects = `# What form-submitted does

## Outcome

    acknowledged nobody (full)

## salesforce

    API calls of the day: 1 to 5 an event

    API calls of the day: 5 – (POST /services/oauth2/token), POST /composite Lead Contact, 3 × POST /sobjects/Lead, PATCH /composite/sobjects
      nobody (full)
    API calls of the day: 1 – POST /composite Lead Contact
      a Lead (full)

## customerio

    Track API requests (1,000 a second): 1 an event

    Track API requests (1,000 a second): 1 – PUT /customers/{id}
      nobody (full)
`;

function figures(text = effects, more: object = {}) {
  const manifest = manifestWith(
    source("app", { publishes: ["form.submitted", "people.imported", "webhook.rejected"] }),
    handler("form-submitted", "form.submitted", more),
    batchHandler("import-people", "people.imported"),
  ) as Manifest;
  return { manifest, measured: new Map([["form-submitted", readMeasured(text)]]), prices };
}

describe("npm run costs", () => {
  it("counts the calls that the prover has seen: the dearest case of each system, without logins", () => {
    expect(readMeasured(effects)).toEqual({
      allowances: [
        { system: "salesforce", unit: "API calls of the day", least: 1, most: 5 },
        { system: "customerio", unit: "Track API requests (1,000 a second)", least: 1, most: 1 },
      ],
      calls: 6,
      writes: 5,
    });
  });

  it("comes to what docs/deploy.md adds up for one handler of a second with six calls", () => {
    const [, table = ""] = deploy.split("**A million events**");
    const total = /\| \*\*together\*\* \|.*\| ([\d.]+) \|/.exec(table)?.[1];
    const cost = costsOf(figures()).find(({ type }) => type === "form.submitted");
    // The table counts eleven lines of any event; here there are a source's, six calls', five writes' and one at the end.
    expect(Math.abs((cost?.usd ?? 0) - Number(total))).toBeLessThan(1.5);
  });

  it("has a second and a price for each of the memory and CPU that a handler has", () => {
    const usd = (more: object) =>
      costsOf(figures(effects, more)).find(({ type }) => type === "form.submitted")?.usd ?? 0;
    expect(usd({ cpu: 2 }) - usd({})).toBeCloseTo(24, 6);
    expect(usd({ memoryMiB: 1280 }) - usd({})).toBeCloseTo(2.5, 6);
  });

  it("shows before and after", () => {
    const before = figures(effects.replace("1 to 5 an event", "1 to 3 an event").replace("3 × ", ""));
    const lines = costLines(figures(), before);
    expect(lines.find((line) => line.startsWith("form.submitted"))).toMatch(/\$\d+\.\d\d → \$\d+\.\d\d/);
    expect(lines.find((line) => line.includes("  form-submitted"))).toMatch(
      /salesforce 1 to 3 API calls of the day, .* → salesforce 1 to 5 API calls of the day/,
    );
    expect(lines.find((line) => line.startsWith("people.imported"))).not.toContain("→");
    expect(lines.at(-1)).toMatch(/^Calls as proof\/NAME\.effects\.md has them/);
  });

  it("reads the prices, their date and what stands there at rest, and says what it lacks", () => {
    expect(prices.date).toMatch(/^\d+ \w+ \d{4}$/);
    expect(prices.of("Cloud Run requests")).toBe(0.4);
    expect(prices.atRest.length).toBeGreaterThan(4);
    expect(() => readPrices("nothing")).toThrow("docs/deploy.md lacks the table of **A million events**");
    expect(() => prices.of("moonshine")).toThrow('docs/deploy.md lacks a price of "moonshine"');
  });

  it("says which commit it does not know", async () => {
    const complaints: string[] = [];
    const code = await runCosts(["--against", "no-such-commit"], {
      root,
      print: () => {},
      complain: (sentence) => complaints.push(sentence),
    });
    expect([code, complaints[0]]).toEqual([2, expect.stringContaining("no-such-commit")]);
  });
});
