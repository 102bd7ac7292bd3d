import { statSync } from "node:fs";

const LONGEST = [
  "prove",
  "local/console/five-minutes",
  "local/console/page",
  "terraform/deployment",
  "local/runner/watch",
  "terraform/second-day",
  "bundler/output",
  "tools/prove/reach",
  "tools/prove/memory/measure",
  "tools/new",
  "local/console/actions",
  "local/pubsub/conformance",
  "tools/prove/right-handlers",
  "tools/send",
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
