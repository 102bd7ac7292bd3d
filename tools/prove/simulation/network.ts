import { readUrl } from "../../../local/core/remembering.ts";
import { MOST_CALLS } from "../finding.ts";
import type { Call } from "./call.ts";
import type { Delivery } from "./delivery.ts";
import type { SimulatedSystem, Simulation } from "./simulation.ts";

export const never = () => new Promise<never>(() => {});

interface Sender {
  /** Body of the request. */
  readonly body: string;
  readonly delivery: Delivery | undefined;
  readonly isAlive: () => boolean;
}

/** A call from an instance. It goes to the stand-in for its address, unless the case intercepts it. */
export async function placeCall(
  simulation: Simulation,
  request: Request,
  { body, delivery, isAlive }: Sender,
): Promise<Response> {
  const url = readUrl(request.url);
  const system = simulation.systems.find(({ origin }) => origin === url.origin);
  if (system === undefined)
    throw new TypeError("fetch failed", {
      cause: Object.assign(new Error(`no system at ${url.origin}`), { code: "ENOTFOUND" }),
    });
  const call = recordCall(simulation, system, request, { url, body }, delivery);
  if (delivery !== undefined) delivery.openCalls.add(call.index);
  simulation.activity += 1;
  // In a loop no further call is answered.
  if ((delivery?.callCount ?? 0) > MOST_CALLS || call.index > simulation.stopAfter) return never();
  try {
    const response = await answerInTurn(simulation, call, system, request);
    call.answer = String(response.status);
    if (simulation.isRecording) keepBody(response, (text) => (call.answerBody = text));
    return isAlive() && call.index < simulation.stopAfter ? response : await never();
  } catch (error) {
    call.answer = codeOf(error);
    if (call.index >= simulation.stopAfter) return await never();
    throw error;
  } finally {
    call.answeredAfter = simulation.calls.length;
    if (delivery !== undefined) delivery.openCalls.delete(call.index);
    simulation.activity += 1;
  }
}

/** The system's answer or error, once it is the system's turn. */
async function answerInTurn(simulation: Simulation, call: Call, system: SimulatedSystem, request: Request) {
  try {
    return await simulation.intercept(call, () => system.fetch(request));
  } finally {
    await inTurn(system);
  }
}

let answered: { readonly name: string; readonly go: () => void }[] = [];

/**
 * Within one turn of the event loop, answers arrive in the order of their systems' names, however long each took to
 * compute. This keeps cases reproducible.
 */
function inTurn({ name }: SimulatedSystem): Promise<void> {
  if (answered.length === 0) setImmediate(letGo);
  return new Promise((go) => void answered.push({ name, go }));
}

function letGo(): void {
  const all = answered.toSorted((one, other) => (one.name < other.name ? -1 : Number(one.name > other.name)));
  answered = [];
  for (const { go } of all) go();
}

function recordCall(
  simulation: Simulation,
  system: SimulatedSystem,
  request: Request,
  { url, body }: { readonly url: URL; readonly body: string },
  delivery: Delivery | undefined,
): Call {
  const { method } = request;
  const operation = system.operationOf({ method, url, body });
  const nth = (delivery?.countByOperation.get(operation) ?? 0) + 1;
  delivery?.countByOperation.set(operation, nth);
  if (delivery !== undefined) delivery.callCount += 1;
  const call: Call = {
    index: simulation.calls.length + 1,
    delivery: delivery?.number ?? 0,
    system: system.name,
    method,
    url,
    operation,
    nth,
    at: simulation.clock.now(),
    disturbance: undefined,
    answer: undefined,
    answeredAfter: Infinity,
    requestBody: body,
    before: method === "PATCH" && system.keepsFirst !== undefined ? system.state() : undefined,
    answerBody: "",
  };
  simulation.calls.push(call);
  simulation.onProgress?.("operation", operation);
  if (simulation.isRecording) {
    call.requestHeaders = [...request.headers].map(([name, value]) => `${name}: ${value}`).join("\n");
  }
  return call;
}

/** Copies the body without consuming it for its recipient. */
function keepBody(message: Response, keep: (text: string) => void): void {
  void message
    .clone()
    .text()
    .then(keep, (error: unknown) => keep(`… ${codeOf(error)}`));
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  if (typeof cause === "object" && cause !== null && "code" in cause) return String(cause.code);
  return error instanceof Error ? error.message : String(error);
}
