import { AsyncLocalStorage } from "node:async_hooks";
import { Socket } from "node:net";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../../../functions/runtime/clock.ts";
import type { AnyHandler } from "../../../functions/runtime/define/batch-handler.ts";
import type { ClientSpecification } from "../../../functions/runtime/define/client.ts";
import type { Event } from "../../../functions/runtime/define/handler.ts";
import { createTransport } from "../../../functions/runtime/transport.ts";
import type { Validate } from "../../../functions/runtime/validate.ts";
import { openCheckout } from "../checkout.ts";
import { revive } from "../revive.ts";
import { findStandIns } from "../../core/find.ts";
import { openRehearsal } from "./open-rehearsal.ts";
import type { RehearsalTask, Told } from "./rehearse.ts";

const { messages, settings, folder, withRecords }: Required<RehearsalTask> = workerData;

/** Effects that bypass clients would not be recorded. */
const PAST_CLIENTS = "only clients reach systems, through what connect() gives them";
globalThis.fetch = () => Promise.reject(new Error(PAST_CLIENTS));
const { connect } = Socket.prototype;
const asked = new AsyncLocalStorage<true>();
Socket.prototype.connect = function connectIfClient(this: Socket, ...given: Parameters<typeof connect>) {
  if (asked.getStore() === undefined) throw new Error(PAST_CLIENTS);
  return connect.apply(this, given);
} as typeof connect;

const checkout = openCheckout(
  { functions: {} },
  {
    validators: join(folder, "dist/validators.mjs"),
    schemas: join(folder, "schemas"),
    sources: join(folder, "functions/sources"),
  },
);
const standIns = await findStandIns();
const transport = createTransport(systemClock);
const open = new Map<string, ReturnType<typeof openRehearsal>>();

async function prepare(name: string): Promise<ReturnType<typeof openRehearsal>> {
  const handler = await load<AnyHandler>(`handlers/${name}.ts`);
  const validate = await checkout.validateEvent(handler.eventType);
  if (validate === undefined) throw new Error(`the last build does not know ${handler.eventType}: run npm run build.`);
  const clients = await Promise.all(handler.uses.map((use) => load<ClientSpecification>(`clients/${use}/client.ts`)));
  const rehearsal = openRehearsal({
    handler,
    validate: validate as Validate<Event["data"]>, // matches the handler's event type
    clients,
    standIns,
    settings,
    fetch: (url, init) => asked.run(true, () => transport(url, init)),
    clock: systemClock,
  });
  open.set(name, rehearsal);
  return rehearsal;
}

async function load<Specification>(path: string): Promise<Specification> {
  const { default: specification } = await import(pathToFileURL(join(folder, "functions", path)).href);
  return specification;
}

function post(told: Told): void {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- of windows, which this is not
  parentPort?.postMessage(told);
}

/** systemClock's timers don't keep a thread alive while a client waits for its turn; this one does. */
const atWork = setInterval(() => {}, 60_000);
try {
  for (const { handler, message } of messages) {
    const rehearsal = open.get(handler) ?? (await prepare(handler));
    const { effect, seen } = await rehearsal(revive(message));
    post({ effect, seen: withRecords ? await seen() : {} });
  }
} catch (error) {
  post({ error: error instanceof Error ? error.message : String(error) });
} finally {
  clearInterval(atWork);
}
