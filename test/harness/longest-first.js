import { statSync } from "node:fs";

const LONGEST = [
  "prove",
  "terraform/deployment",
  "bundler/output",
  "terraform/second-day",
  "local/runner/watch",
  "tools/prove/memory/measure",
  "tools/prove/reach",
  "local/runner/command-line",
].map((name) => `/test/${name}.test.ts`);

/** The suites that take longest begin first, so that none is left over in the end; then the largest, as jest does. */
export default class LongestFirst {
  sort(tests) {
    return tests
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
