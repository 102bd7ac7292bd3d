import { setTimeout as sleep } from "node:timers/promises";
import { jsonIn, parseObject } from "../../local/core/json.ts";
import { CommandError, UsageError } from "../../local/core/problems.ts";

/** How long a command waits for a build that is under way. */
const MOST_BUILDING_MS = 60_000;
const LOOK_EVERY_MS = 500;

/** Posts to the local runner: the console accepts nothing but JSON, as protection against other pages. */
export function postRunner(url: string, path: string, body: object = {}): Promise<unknown> {
  const headers = { "content-type": "application/json" };
  return askRunner(url, path, { method: "POST", headers, body: JSON.stringify(body) });
}

/** Sends a request to the local runner, once it is built. @throws UsageError if it is not running or refuses */
export async function askRunner(url: string, path: string, init?: RequestInit): Promise<unknown> {
  let response = await fetchFrom(url, path, init);
  if (isBeingBuilt(response))
    response = await onceBuilt(
      `ycat is being built at ${url}`,
      () => fetchFrom(url, path, init).catch(buildEnded(url)),
      (later) => !isBeingBuilt(later),
    );
  const text = await response.text();
  const answer = jsonIn(text);
  if (!response.ok || (answer === undefined && text !== ""))
    throw new UsageError(
      refusalIn(text) ??
        `${init?.method ?? "GET"} ${path} is answered by ${response.status}: is it ycat that runs at ${url}?`,
    );
  return answer;
}

/**
 * Says what is being built, and looks again until it is there, for a minute at most.
 * @returns the last look
 */
export async function onceBuilt<Look>(
  what: string,
  look: () => Promise<Look>,
  isThere: (seen: Look) => boolean,
): Promise<Look> {
  console.error(`${what}: waiting for it, for a minute at most.`);
  for (const until = Date.now() + MOST_BUILDING_MS; ;) {
    await sleep(LOOK_EVERY_MS);
    const seen = await look();
    if (isThere(seen) || Date.now() >= until) return seen;
  }
}

/** As local/runner/api/early.ts answers. */
function isBeingBuilt({ status, headers }: Response): boolean {
  return status === 503 && headers.has("retry-after");
}

/** A build that fails ends npm start. */
function buildEnded(url: string): (cause: unknown) => never {
  return (cause) => {
    throw new UsageError(`What was being built at ${url} has ended: its terminal says why. Then run npm start again.`, {
      cause,
    });
  };
}

function fetchFrom(url: string, path: string, init?: RequestInit): Promise<Response> {
  return fetch(url + path, init).catch(nothingAnswers(url));
}

/** Nothing answered at the runner's address. */
export class NoAnswerError extends UsageError {}

/** Says in a command's words that a request to the runner got no answer. */
export function nothingAnswers(url: string): (cause: unknown) => never {
  return (cause) => {
    throw new NoAnswerError(
      `Nothing answers at ${url}: run npm start first, in another terminal (or set PORT to where it runs).`,
      { cause },
    );
  };
}

/** The same for commands about dead letters or effects. @throws CommandError with the sentence */
export function answerOf(runner: string, path: string): Promise<unknown> {
  return askRunner(runner, path).catch((cause: Error) => Promise.reject(new CommandError(cause.message, { cause })));
}

/** The runner's explanation of a refusal. */
function refusalIn(text: string): string | undefined {
  const error = parseObject(text)?.["error"];
  return typeof error === "string" ? error : undefined;
}
