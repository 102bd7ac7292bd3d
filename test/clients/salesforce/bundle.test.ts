import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import esbuild from "esbuild";
import { leaveOut } from "../../../bundler/write/left-out.ts";
import { serve } from "../../../local/core/serve.ts";
import { systemClock } from "../../../local/core/clock.ts";
import { createSalesforce } from "../../../local/salesforce/salesforce.ts";

/** Runs in a bundle as functions are bundled. jsforce reads __JSFORCE_LOG_LEVEL__ when it is loaded, and then alone. */
const SCRIPT = `
  import salesforce from "./functions/clients/salesforce/client.ts";
  import { systemClock } from "./functions/runtime/clock.ts";
  let isLoaded = false;
  Object.defineProperty(globalThis, "__JSFORCE_LOG_LEVEL__", { get: () => void (isLoaded = true) });
  const settings = { SALESFORCE_LOGIN_URL: process.argv[2], SALESFORCE_CLIENT_ID: "id", SALESFORCE_CREDENTIAL: "secret",
    SALESFORCE_USERNAME: "", SALESFORCE_PERSON_KEY_FIELD: "none", SALESFORCE_CONSENT_TIME_FIELD: "none",
    SALESFORCE_REGISTRATION_TIME_FIELD: "none", SALESFORCE_CALLS_PER_SECOND: "0" };
  const log = { debug() {}, info() {}, warning() {}, error() {}, with: () => log };
  const client = salesforce.connect({ settings, fetch, clock: systemClock })({ signal: new AbortController().signal, log, handler: "h" });
  const results = {};
  (async () => {
    await client.findPerson("ann@example.com");
    results.loadedByVerbs = isLoaded;
    const connection = await client.connection();
    results.loadedByConnection = isLoaded;
    results.rows = (await connection.query("SELECT Id FROM Lead", { autoFetch: true })).records.length;
    results.described = (await connection.describe("Lead")).fields.length > 0;
    const input = ["ann@example.com", "nobody"].map((Email) => ({ Email, LastName: "A", Company: "Acme" }));
    const job = { object: "Lead", operation: "insert", input, pollInterval: 1 };
    results.bulk = await connection.bulk2.loadAndWaitForResults(job);
    const ending = (promise) => promise.then(() => "done", (error) => error.reason?.code ?? String(error));
    const failing = connection.bulk2.createJob({ object: "Lead", operation: "insert" });
    await failing.open();
    results.failures = [
      await ending(connection.query("SELECT Id FROM down", { autoFetch: true })),
      await ending(connection.describe("down")),
      await ending(failing.uploadData([{ Email: "down" }])),
    ];
    setTimeout(() => console.log(JSON.stringify(results)), 50); // what nobody caught would have ended the process by then
  })();
`;

describe("the client in a bundle", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "ycat-bundle-"));
    await esbuild.build({
      stdin: { contents: SCRIPT, resolveDir: process.cwd(), loader: "ts" },
      outfile: join(folder, "index.cjs"),
      bundle: true,
      minify: true,
      platform: "node",
      format: "cjs",
      plugins: [leaveOut],
    });
  });
  afterAll(() => rm(folder, { recursive: true }));

  it("loads jsforce for connection() alone, pages, describes, loads in bulk, and survives what fails", async () => {
    const salesforce = createSalesforce({ clock: systemClock, pageSize: 2, clientId: "id", clientSecret: "secret" });
    salesforce.seed({ Lead: ["A", "B", "C"].map((LastName) => ({ LastName, Company: "Acme" })) });
    const org = await serve(async (request) =>
      /down/.test(`${request.url} ${await request.clone().text()}`)
        ? new Response("<html>", { status: 503 })
        : salesforce.fetch(request),
    );
    try {
      const { stdout } = await promisify(execFile)(process.execPath, [join(folder, "index.cjs"), org.url]);
      expect(JSON.parse(stdout)).toMatchObject({
        loadedByVerbs: false,
        loadedByConnection: true,
        rows: 3,
        described: true,
        bulk: {
          successfulResults: [{ Email: "ann@example.com" }],
          failedResults: [{ Email: "nobody" }],
          unprocessedRecords: [],
        },
        failures: ["HTTP_503", "HTTP_503", "HTTP_503"],
      });
    } finally {
      await org.close();
    }
  });
});
