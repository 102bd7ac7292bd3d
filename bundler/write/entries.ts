import { type AnyHandler, isBatchHandler } from "../../functions/runtime/define/batch-handler.ts";
import { handlerName } from "../../functions/runtime/define/handler.ts";
import { KEEPER } from "../../functions/runtime/keeper/handlers.ts";
import { SWEEP } from "../../functions/runtime/sweep/sweep.ts";
import { fileNameOf } from "../read/schemas.ts";
import { parserOf } from "../read/source-unit.ts";
import { type SourceFile, sweptBy, type Units, unorderedTypes } from "../read/units.ts";
import { envelopeValidator, eventValidator, kindValidator, validatorPath } from "./validators.ts";

/** The code with which each function begins, by its name: of every source and handler, the keeper and the sweep. */
export function entriesOf({ sources, handlers, clients }: Units): ReadonlyMap<string, string> {
  const swept = sweptBy({ handlers, clients });
  const unordered = unorderedTypes(handlers);
  return new Map([
    ...sources.map((source) => [source.specification.name, sourceEntry(source, unordered)] as const),
    ...handlers.map(({ specification }) => [handlerName(specification), handlerEntry(specification)] as const),
    // All clients, since one may become probeable later.
    [KEEPER, clientsEntry("serveKeeper", "serve-keeper", clients)] as const,
    ...(swept.length > 0 ? [[SWEEP, clientsEntry("serveSweep", "serve-sweep", swept)] as const] : []),
  ]);
}

function sourceEntry({ specification, publishes }: SourceFile, unordered: readonly string[]): string {
  const { name, kinds } = specification;
  const { parse, file } = parserOf(specification);
  const envelope = envelopeValidator(name);
  const byKind = Object.keys(kinds).map((kind) => [kind, kindValidator(name, fileNameOf(kind))] as const);
  const byType = publishes.map((type) => [type, eventValidator(type)] as const);
  return `${[envelope, ...[...byKind, ...byType].map(([, validator]) => validator)].map(importValidator).join("\n")}
import { serveSource } from "./functions/runtime/framework/serve-source.ts";
import { ${parse.name} as parse } from "./${file}";
import source from "./functions/sources/${name}.ts";
serveSource({
  source,
  parse,
  validateEnvelope: ${envelope},
  validateKind: ${membersOf(byKind)},
  validateEvent: ${membersOf(byType)},
  unordered: ${JSON.stringify(publishes.filter((type) => unordered.includes(type)))},
});`;
}

function importValidator(validator: string): string {
  return `import { validate as ${validator} } from ${JSON.stringify(validatorPath(validator))};`;
}

function membersOf(validators: readonly (readonly [name: string, validator: string])[]): string {
  return `{ ${validators.map(([name, validator]) => `${JSON.stringify(name)}: ${validator}`).join(", ")} }`;
}

function handlerEntry(handler: AnyHandler): string {
  const clients = handler.uses;
  const { serve, file } = isBatchHandler(handler)
    ? { serve: "serveBatchHandler", file: "serve-batch" }
    : { serve: "serveHandler", file: "serve-handler" };
  const validator = eventValidator(handler.eventType);
  return `${importValidator(validator)}
import { ${serve} } from "./functions/runtime/framework/${file}.ts";
import handler from "./functions/handlers/${handlerName(handler)}.ts";
${importClients(clients)}
${serve}({ handler, validate: ${validator} }, [${clients.join(", ")}]);`;
}

/** The entry of the keeper or the sweep. */
function clientsEntry(serve: string, file: string, clients: Units["clients"]): string {
  const names = clients.map((client) => client.file);
  return `import { ${serve} } from "./functions/runtime/framework/${file}.ts";
${importClients(names)}
${serve}([${names.join(", ")}]);`;
}

function importClients(names: readonly string[]): string {
  return names.map((name) => `import ${name} from "./functions/clients/${name}/client.ts";`).join("\n");
}
