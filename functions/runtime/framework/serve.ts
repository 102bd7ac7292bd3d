import { systemClock } from "../clock.ts";
import { SettingError } from "../define/errors.ts";
import { createLog, type Log } from "../log.ts";
import { logFieldsOf, showLocally } from "../safe-error.ts";
import type { Environment } from "../settings.ts";
import { takeOver } from "./framework.ts";
import { createListener, type Endpoint, type HttpAnswer } from "./listener.ts";

/** Ends the instance on a wrong setting, with one line that names it; the framework would call it a syntax error. */
export function start(environment: Environment, run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    createLog(environment["GOOGLE_CLOUD_PROJECT"] ?? "").error(error.message, { reason: "SETTING" });
    process.exit(1);
  }
}

/**
 * @param onStop called when the instance is about to end, within ten seconds
 */
export function serve(name: string, log: Log, endpoint: Endpoint, onStop?: () => void): void {
  takeOver(name, createListener(endpoint, systemClock), log, onStop);
}

const MAX_CALL_BYTES = 64 * 1024;

/** For functions that Cloud Scheduler calls: the call itself is the whole request. */
export function serveCall(name: string, log: Log, answer: () => Promise<HttpAnswer>, onStop?: () => void): void {
  const endpoint: Endpoint = {
    maxBodyBytes: MAX_CALL_BYTES,
    refuse: (_request, body) => (body.length <= MAX_CALL_BYTES ? undefined : { status: 413 }),
    failed: (_request, error) => failed(log, error),
    answer,
  };
  serve(name, log, endpoint, onStop);
}

/**
 * An error that nothing caught is a bug of ours: logged by name and place, since its text may hold a payload, and
 * answered with 500.
 */
export function failed(log: Log, error: unknown): HttpAnswer {
  showLocally(error);
  log.error("request failed", { outcome: "failed", status: 500, ...logFieldsOf(error) });
  return { status: 500, body: { outcome: "failed" } };
}
