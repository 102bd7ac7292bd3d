import { type Handler, handlerName } from "../functions/runtime/define/handler.ts";
import type { Source } from "../functions/runtime/define/source.ts";
import { SpecificationError } from "../functions/runtime/define/errors.ts";
import { DEFAULT_ATTEMPTS, MAX_DELIVERY_ATTEMPTS } from "../functions/runtime/handle/give-up.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "../functions/runtime/handle/handle.ts";
import { isWithin, resourceFaults } from "./resources.ts";
import type { Schemas } from "./schemas.ts";
import type { Unit, Units } from "./units.ts";

const MAX_BODY_BYTES = 7 * 1024 * 1024;

/** @throws SpecificationError with one sentence for every fault, each naming its file. */
export function checkUnits(units: Units, schemas: Schemas): void {
  const faults = [
    ...units.sources.flatMap((unit) =>
      sourceFaults(unit, schemas).map((fault) => `functions/sources/${unit.file}.ts: ${fault}`),
    ),
    ...units.handlers.flatMap((unit) =>
      handlerFaults(unit, units, schemas).map((fault) => `functions/handlers/${unit.file}.ts: ${fault}`),
    ),
    ...units.clients
      .filter(({ file, specification }) => file !== specification.name)
      .map(
        ({ file, specification }) =>
          `functions/clients/${file}/client.ts: the client's name is "${specification.name}"; the folder must be functions/clients/${specification.name}.`,
      ),
    ...units.clients
      .filter(({ specification }) => !/^[a-z][a-z0-9]*$/.test(specification.name))
      .map(
        ({ file, specification }) =>
          `functions/clients/${file}/client.ts: the name "${specification.name}" can't be an argument of run(): lower-case letters and digits only.`,
      ),
    ...deafEventTypes(units).map(
      (type) => `schemas/${type}.json: a source publishes ${type}, and no handler in functions/handlers takes it.`,
    ),
    ...sharedNames(units).map(
      (name) =>
        `functions: "${name}" is the name of more than one source or handler; each becomes a function of that name.`,
    ),
  ];
  if (faults.length > 0) throw new SpecificationError(faults.join("\n"));
}

function sourceFaults({ file, specification }: Unit<Source>, schemas: Schemas): string[] {
  const { name, events, maxBodyBytes = 0, headers = [], signature } = specification;
  const faults = [...nameFaults(name, file), ...resourceFaults(specification.resources)];
  if (!schemas.sources.has(name))
    faults.push(`schemas/sources/${name}.json is missing: the schema of what the sender posts.`);
  if (events.length === 0) faults.push("events is empty: it lists the event types that the source publishes.");
  faults.push(...events.filter((type) => !schemas.events.has(type)).map((type) => unknownEventType(type, schemas)));
  if (maxBodyBytes > MAX_BODY_BYTES)
    faults.push(`maxBodyBytes is ${maxBodyBytes}; at most ${MAX_BODY_BYTES} fit into a Pub/Sub message.`);
  const secret = headers.filter(
    (header) => header === "cookie" || header === "authorization" || signature.headers.includes(header),
  );
  faults.push(
    ...signature.headers
      .filter((header) => header !== header.toLowerCase())
      .map((header) => `signature names "${header}": header names are in lower case.`),
  );
  faults.push(...secret.map((header) => `headers names "${header}", which must not be kept.`));
  faults.push(
    ...headers
      .filter((header) => header !== header.toLowerCase())
      .map((header) => `headers names "${header}": header names are in lower case.`),
  );
  return faults;
}

function handlerFaults({ file, specification }: Unit<Handler>, { clients }: Units, schemas: Schemas): string[] {
  const { eventType, uses, delivery = {} } = specification;
  const faults = [...nameFaults(handlerName(specification), file), ...resourceFaults(specification.resources)];
  if (!schemas.events.has(eventType)) faults.push(unknownEventType(eventType, schemas));
  const { timeoutSeconds = DEFAULT_TIMEOUT_SECONDS, attempts = DEFAULT_ATTEMPTS } = delivery;
  if (!isWithin(timeoutSeconds, 10, 590)) {
    faults.push(
      `delivery.timeoutSeconds is ${JSON.stringify(timeoutSeconds)}; 10 to 590 are possible, since Pub/Sub waits 600 s at most for a push.`,
    );
  }
  if (!isWithin(attempts, 1, MAX_DELIVERY_ATTEMPTS / 2))
    faults.push(`delivery.attempts is ${attempts}; 1 to ${MAX_DELIVERY_ATTEMPTS / 2} are possible.`);
  const known: readonly string[] = clients.map((client) => client.specification.name);
  const unknown = uses.filter((use) => !known.includes(use));
  faults.push(
    ...unknown.map(
      (use) =>
        `uses names "${use}", and there is no functions/clients/${use}/client.ts (there are: ${known.join(", ")}).`,
    ),
  );
  return faults;
}

function nameFaults(name: string, file: string): string[] {
  const faults = [];
  if (file !== name) faults.push(`its name is "${name}"; the file must be ${name}.ts.`);
  if (!/^[a-z][a-z0-9-]{1,48}[a-z0-9]$/.test(name)) {
    faults.push(
      `the name "${name}" can't be a function's: 3 to 50 lower-case letters, digits and dashes, beginning with a letter.`,
    );
  }
  return faults;
}

function unknownEventType(type: string, schemas: Schemas): string {
  return `the event type "${type}" is unknown: there is no schemas/${type}.json (there are: ${[...schemas.events.keys()].join(", ")}).`;
}

function deafEventTypes({ sources, handlers }: Units): string[] {
  const heard = new Set<string>(handlers.map(({ specification }) => specification.eventType));
  return [...new Set(sources.flatMap(({ specification }) => specification.events))].filter((type) => !heard.has(type));
}

function sharedNames({ sources, handlers }: Units): string[] {
  const names = [
    ...sources.map(({ specification }) => specification.name),
    ...handlers.map(({ specification }) => handlerName(specification)),
  ];
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
