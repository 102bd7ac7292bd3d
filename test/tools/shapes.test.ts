import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { textIn } from "../../tools/json.ts";
import { runShapes } from "../../tools/shapes/main.ts";
import { manifestWith, source } from "../terraform/manifests.ts";
import { type Asked, type FakeGoogle, startGoogle } from "./google/fake.ts";

let dist = "";
let fake: FakeGoogle | undefined;
beforeEach(async () => {
  dist = await mkdtemp(join(tmpdir(), "ycat-shapes-"));
  await writeFile(join(dist, "manifest.json"), JSON.stringify(manifestWith(source("app"))));
});
afterEach(async () => {
  await Promise.all([fake?.close(), rm(dist, { recursive: true })]);
});

const entry = (day: number, field: string, type = "string", kind = "form.submitted") => ({
  timestamp: `2026-11-${day}T06:00:00Z`,
  jsonPayload: { source: "app", field, reason: `${kind} ${type}` },
});

async function run(texts: readonly string[], answer: (asked: Asked) => unknown = () => ({})) {
  fake = await startGoogle(answer);
  const { google } = fake;
  const [printed, complaints]: [string[], string[]] = [[], []];
  const code = await runShapes(texts, {
    environment: {},
    dist,
    print: (line) => printed.push(line),
    complain: (sentence) => complaints.push(sentence),
    google: () => google,
  });
  return { code, printed, complaints: complaints.join("\n"), asked: fake.asked };
}

describe("npm run shapes", () => {
  it("says of a project when each path and type was seen, from all pages of its log, and how the schema grows", async () => {
    const { printed, asked } = await run(["app", "--project", "acme", "--prefix", "eu-"], ({ body }) =>
      textIn(body, "pageToken") === ""
        ? { entries: [entry(26, "/data/utm", "object"), entry(25, "/data/utm/source")], nextPageToken: "2" }
        : { entries: [entry(20, "/data/utm", "object"), entry(21, "/lines[]/*"), entry(21, "/lines[]", "number")] },
    );
    expect(textIn(asked[0]?.body, "filter")).toContain('service_name="eu-app"');
    expect(printed.slice(0, 6)).toEqual([
      "app form.submitted",
      "  /data/utm  object  2026-11-20T06:00:00Z … 2026-11-26T06:00:00Z",
      "  /data/utm/source  string  2026-11-25T06:00:00Z … 2026-11-25T06:00:00Z",
      "  /lines[]  number  2026-11-21T06:00:00Z … 2026-11-21T06:00:00Z",
      "  /lines[]/*  string  2026-11-21T06:00:00Z … 2026-11-21T06:00:00Z",
      "  to know it, schemas/sources/app/form.submitted.json grows by:",
    ]);
    expect(JSON.parse(printed.slice(6).join("\n"))).toEqual({
      properties: {
        data: { properties: { utm: { type: "object", properties: { source: { type: "string" } } } } },
        lines: { items: { type: "number" } },
      },
    });
  });

  it.each([
    [["aap"], 2, "There is no source aap: there are app."],
    [[], 2, "npm run shapes -- SOURCE"],
    [["app", "--project", ""], 2, "--project is empty"],
  ])("refuses %j", async (texts, code, sentence) => {
    expect(await run(texts)).toMatchObject({ code, complaints: expect.stringContaining(sentence) });
  });

  it("says of what an event's own schema does not know that it is that one which grows", async () => {
    const { printed } = await run(["app", "--project", "acme"], () => ({
      entries: [entry(26, "/budget", "number", "event form.submitted")],
    }));
    expect(printed.slice(0, 3)).toEqual([
      "app event form.submitted",
      "  /budget  number  2026-11-26T06:00:00Z … 2026-11-26T06:00:00Z",
      "  to know it, schemas/form.submitted.json grows by:",
    ]);
  });

  it("advises nothing where a schema can't name what is new", async () => {
    const { printed } = await run(["app", "--project", "acme"], () => ({ entries: [entry(26, "/data/*")] }));
    expect(printed.slice(2)).toEqual([]);
  });

  it.each([{ json: [] }, { json: ["--json"] }])(
    "prints a member's control characters escaped ($json)",
    async ({ json }) => {
      const { printed } = await run(["app", "--project", "acme", ...json], () => ({
        entries: [entry(26, "/data/\u009b31m\u202e")],
      }));
      expect(printed.join("\n")).not.toMatch(/[\u009b\u202e]/);
      expect(printed.join("\n")).toContain(String.raw`/data/\u009b31m\u202e`);
    },
  );

  it("says so where there is nothing new", async () => {
    expect((await run(["app", "--project", "acme"])).printed).toEqual([
      "Nothing came to app that its schemas do not know.",
    ]);
  });
});
