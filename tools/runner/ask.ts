import { parseObject } from "../../local/core/json.ts";
import { CommandError, UsageError } from "../../local/core/problems.ts";

/** Sends a request to the local runner. @throws UsageError if it is not running or refuses */
export async function askRunner(url: string, path: string, init?: RequestInit): Promise<unknown> {
  const response = await fetch(url + path, init).catch((error: unknown) => {
    throw new UsageError(
      `Nothing answers at ${url}: run npm start first, in another terminal (or set PORT to where it runs).`,
      { cause: error },
    );
  });
  const text = await response.text();
  if (!response.ok)
    throw new UsageError(
      refusalIn(text) ??
        `${init?.method ?? "GET"} ${path} is answered by ${response.status}: is it ycat that runs at ${url}?`,
    );
  return text === "" ? undefined : JSON.parse(text);
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
