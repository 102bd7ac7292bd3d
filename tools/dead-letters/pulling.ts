import type { Event } from "../../functions/runtime/define/handler.ts";
import { parseJson } from "../../functions/runtime/reading/json.ts";
import { decodeEvent, type Message } from "../../functions/runtime/pubsub/message.ts";
import { refusalOf } from "../../functions/runtime/validate.ts";
import type { Letter } from "../../local/console/dead-letters/letters.ts";
import { handlersFor, type Place } from "../../local/console/dead-letters/place.ts";
import { CommandError } from "../../local/core/problems.ts";
import type { SeenRecords } from "../../local/console/rehearse/fetch.ts";
import { rehearse } from "../../local/console/rehearse/rehearse.ts";
import { eventCalled } from "../runner/events.ts";
import { archivedCalled } from "../google/archive.ts";
import { type Google, openGoogle } from "../google/ask.ts";
import { json, writeNew } from "../new/write.ts";
import type { Command } from "./arguments.ts";
import type { Given } from "./surroundings.ts";
import { settingsAt } from "../runner/settings.ts";
import { printable } from "../printing.ts";
import { nameFor, type Pulled, anonymiserFor, webhookSample } from "./pulled-webhook.ts";

type Pull = Extract<Command, { name: "pull" }>;

/** Makes a sample from a dead letter or a quarantined webhook, or else from an archived event with that id. */
export async function pull(command: Pull, letters: readonly Letter[], surroundings: Given): Promise<void> {
  const [letter] = letters;
  const pulled =
    letter?.kind === "rejected"
      ? await webhookSample(command, letter.held.message, surroundings.checkout)
      : await eventSample(
          command,
          letter?.held.message ?? (await archivedMessage(command, surroundings)),
          surroundings,
        );
  await (surroundings.write ?? writeNew)(pulled.files);
  const { print } = surroundings;
  for (const file of pulled.files.keys()) print(`  ${file}`);
  for (const note of pulled.notes) print(printable(note));
  print(
    command.isAsIs
      ? "It contains personal data: do not commit it."
      : "The people it names were replaced. Read it: personal data that is left must be removed. --as-is keeps everything.",
  );
  print(`To play it: ${pulled.play}`);
}

async function archivedMessage({ id }: Pull, { place, google }: Given): Promise<Message> {
  const found = await archivedOf(id, place, google);
  if (found !== undefined) return found;
  const where = place.runner === undefined ? "its archive" : "what npm start still knows";
  throw new CommandError(`No dead letter, quarantined webhook or event ${id} was found, nor in ${where}.`);
}

async function archivedOf(id: string, { runner, project, prefix }: Place, google?: (project: string) => Google) {
  if (runner !== undefined) return eventCalled(runner, id);
  const [first] = await archivedCalled((google ?? openGoogle)(project), prefix, id).catch((error: unknown) => {
    const beside = "No dead letter or quarantined webhook has this id, and";
    throw error instanceof CommandError ? new CommandError(`${beside} ${error.message}`, { cause: error }) : error;
  });
  return first;
}

/** A complete CloudEvent, like other samples. @throws CommandError if the message contains none */
async function eventSample(command: Pull, message: Message, surroundings: Given): Promise<Pulled> {
  const event = readWhole(message);
  const { checkout, manifest, signal, place, environment } = surroundings;
  const validate = await checkout.validateEvent(event.type);
  if (validate === undefined)
    throw new CommandError(`It is a ${event.type}, of which this checkout has no schema: no handler here takes it.`);
  const anonymiser = anonymiserFor(command);
  const sample = anonymiser.body(json({ specversion: "1.0", ...event }));
  const name = command.called ?? nameFor(event.id);
  const files = new Map([[`samples/events/${event.type}/${name}.json`, sample]]);
  if (command.withRecords) {
    const settings = await settingsAt(place, environment);
    const messages = handlersFor(event.type, manifest).map((handler) => ({ handler, message }));
    const seen: SeenRecords[] = [];
    await rehearse({ messages, settings, withRecords: true }, { signal, report: (_, records) => seen.push(records) });
    files.set(`samples/records/${event.type}/${name}.json`, anonymiser.body(json(mergedOf(seen))));
  }
  const refusal = refusalOf(validate, JSON.parse(sample).data, "/data");
  return {
    files,
    play: `npm run effects -- samples/events/${event.type}/${name}.json`,
    notes:
      refusal === undefined
        ? []
        : [`Its schema refuses it: ${refusal.message}. As a sample it fails npm test until the schema takes it.`],
  };
}

function readWhole(message: Message): Event {
  const event = decodeEvent(message);
  if ("missing" in event) throw new CommandError(`It is no event: the attribute ${event.missing} is missing.`);
  try {
    return { ...event, data: parseJson(message.data) } as Event; // validated by the caller
  } catch (cause) {
    throw new CommandError(
      "Its data is no JSON, which no source publishes: no sample can be made of it. show prints it.",
      {
        cause,
      },
    );
  }
}

/** A record read by two handlers appears once. */
function mergedOf(seen: readonly SeenRecords[]): SeenRecords {
  const merged: Record<string, Record<string, object[]>> = {};
  for (const [system, kinds] of seen.flatMap((one) => Object.entries(one)))
    for (const [kind, records] of Object.entries(kinds)) {
      const known = ((merged[system] ??= {})[kind] ??= []);
      const spelled = new Set(known.map((one) => JSON.stringify(one)));
      known.push(...records.filter((one) => !spelled.has(JSON.stringify(one))));
    }
  return merged;
}
