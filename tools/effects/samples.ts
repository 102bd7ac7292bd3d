import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { givenPath } from "../../bundler/paths.ts";
import { eventSamples, fillSample } from "../../bundler/read/samples.ts";
import { findUnits } from "../../bundler/read/units.ts";
import { eventValidator, readValidators } from "../../bundler/write/validators.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import type { Event } from "../../functions/runtime/define/handler.ts";
import { CommandError, UsageError } from "../../local/core/problems.ts";
import type { EventEffect } from "../../local/console/contract/effects.ts";
import type { SeenRecords } from "../../local/console/rehearse/fetch.ts";
import { playAlone } from "../../local/console/rehearse/play.ts";
import { systemClock } from "../../local/core/clock.ts";
import { findStandIns } from "../../local/core/find.ts";
import { messageOf } from "../runner/events.ts";

const SENT = { id: "msg_sample", now: Date.now() };

/** What each handler does with each sample. @throws UsageError if a sample or handler does not exist */
export async function playSamples(files: readonly string[], wanted: readonly string[]): Promise<EventEffect[]> {
  const [{ handlers, clients }, standIns] = await Promise.all([findUnits(), findStandIns()]);
  checkFiles(
    files,
    handlers.map(({ specification }) => specification),
  );
  const samples = files.map(readSample);
  const validators = await readValidators().catch((cause: Error) => {
    throw new UsageError(cause.message, { cause });
  });
  const effects: EventEffect[] = [];
  for (const { file, event, records } of samples) {
    const own = handlers
      .map(({ specification }) => specification)
      .filter(({ eventType }) => eventType === event.type)
      .filter((handler) => wanted.length === 0 || wanted.includes(handlerName(handler)));
    if (own.length === 0) throw new UsageError(`${file} is a ${event.type}: no such handler takes it.`);
    for (const handler of own) {
      const validate = validators[eventValidator(handler.eventType)];
      if (validate === undefined)
        throw new UsageError(`The last build does not know ${event.type}: run npm run build.`);
      const used = clients.map(({ specification }) => specification).filter(({ name }) => handler.uses.includes(name));
      const cast = { handler, validate, clients: used, standIns, clock: systemClock, records };
      effects.push(await playAlone(messageOf(event), cast).catch((cause: Error) => refuse(file, cause)));
    }
  }
  return effects;
}

/** @throws UsageError with a path for whoever names a handler or an event type */
function checkFiles(files: readonly string[], handlers: readonly Parameters<typeof handlerName>[0][]): void {
  const file = files.find((one) => extname(one) !== ".json");
  if (file === undefined) return;
  const type = handlers.find((handler) => handlerName(handler) === file)?.eventType ?? file;
  const { of, name } = eventSamples().find((sample) => sample.of === type) ?? { of: "TYPE", name: "NAME" };
  throw new UsageError(`${file} is no sample: give the path of one, such as samples/events/${of}/${name}.json.`);
}

/** A stand-in has refused a record. */
function refuse(file: string, cause: Error): never {
  throw new CommandError(`The records of ${file}: ${cause.message}`, { cause });
}

function readSample(file: string): { file: string; event: Event; records: SeenRecords } {
  const event: unknown = readJson(file, "a CloudEvent");
  const { id, source, type, subject, time, data } = Object(event) as Partial<Event>;
  if (id === undefined || source === undefined || type === undefined || subject === undefined || time === undefined)
    throw new UsageError(`${file} is no CloudEvent: samples/events holds some. A webhook is sent: npm run send.`);
  const beside = recordsFileOf(file);
  const records = existsSync(beside) ? (readJson(beside, "records") as SeenRecords) : {};
  return { file, event: { id, source, type, subject, time, data } as Event, records }; // the handler validates it
}

/** samples/events/TYPE/NAME.json → samples/records/TYPE/NAME.json */
function recordsFileOf(file: string): string {
  const folder = dirname(givenPath(file));
  return join(dirname(dirname(folder)), "records", basename(folder), basename(file));
}

function readJson(file: string, what: string): unknown {
  try {
    return JSON.parse(fillSample({ template: readFileSync(givenPath(file), "utf8") }, SENT).toString());
  } catch (cause) {
    throw new UsageError(`${file} can't be read as ${what}: ${cause instanceof Error ? cause.message : ""}`, { cause });
  }
}
