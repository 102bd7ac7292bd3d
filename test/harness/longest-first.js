import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../..");

const LONGEST = [
  "prove",
  "local/console/five-minutes",
  "tools/new",
  "terraform/deployment",
  "local/runner/watch",
  "bundler/output",
  "local/console/page",
  "tools/prove/reach",
  "tools/prove/memory/measure",
  "field-reports/outages",
  "terraform/second-day",
  "local/console/actions",
  "tools/prove/right-handlers",
  "tools/send",
  "local/pubsub/conformance",
  "local/runner/functions",
].map((name) => `/test/${name}.test.ts`);

/**
 * The suites that take longest begin first, so that none is left over in the end; then the largest, as jest does. Those are left out
 * that need a source or a handler which a fork has deleted: what it tries of the rest is tried with those that it has.
 */
export default class LongestFirst {
  sort(tests) {
    const missing = tests
      .map((test) => ({ test, needs: missingOf(test.path) }))
      .filter(({ needs }) => needs.length > 0);
    if (missing.length > 0) {
      const files = [...new Set(missing.flatMap(({ needs }) => needs))].map((file) => relative(root, file));
      files.sort((one, other) => one.localeCompare(other));
      process.stderr.write(
        `${missing.length} suites are left out: they need ${files.join(", ")}, which this checkout has not.\n`,
      );
    }
    const leftOut = new Set(missing.map(({ test }) => test));
    return tests
      .filter((test) => !leftOut.has(test))
      .map((test) => ({ test, rank: rankOf(test.path), bytes: statSync(test.path).size }))
      .sort((one, other) => one.rank - other.rank || other.bytes - one.bytes)
      .map(({ test }) => test);
  }

  /** Jest's own keeps how long each took, which no fresh checkout has. */
  cacheResults() {}
}

function rankOf(path) {
  const rank = LONGEST.findIndex((end) => path.endsWith(end));
  return rank === -1 ? LONGEST.length : rank;
}

const IMPORTED = /(?:from|import\() ?"(\.{1,2}\/[^"]+\.ts)"/g;
const NEEDED = /^\/\/ needs (functions\/(?:sources|handlers)\/[\w-]+\.ts)$/gm;
const missingIn = new Map();

/** Sources and handlers that are not there, and that a file of test/ imports or says that it needs; of what it imports of test/, too. */
function missingOf(path) {
  const known = missingIn.get(path);
  if (known !== undefined) return known;
  missingIn.set(path, []); // of a circle
  const text = readFileSync(path, "utf8");
  const imported = [...text.matchAll(IMPORTED)].map(([, file]) => join(dirname(path), file));
  const needed = [...text.matchAll(NEEDED)].map(([, file]) => join(root, file));
  const units = [...imported.filter((file) => /\/functions\/(?:sources|handlers)\/[^/]+$/.test(file)), ...needed];
  const helpers = imported.filter((file) => file.startsWith(join(root, "test/")) && existsSync(file));
  const missing = [...new Set([...units.filter((file) => !existsSync(file)), ...helpers.flatMap(missingOf)])];
  missingIn.set(path, missing);
  return missing;
}
