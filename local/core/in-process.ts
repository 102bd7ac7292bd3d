import type { Answer } from "./system.ts";

/**
 * A fetch that calls a stand-in without a socket. Like the real one, it rejects with the signal's reason as soon as
 * that aborts.
 */
export function inProcessFetch(answer: Answer): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
    if (signal === undefined) return answer(request);
    signal.throwIfAborted();
    return untilAborted(signal, request, answer);
  };
}

function untilAborted(signal: AbortSignal, request: Request, answer: Answer): Promise<Response> {
  return new Promise((resolve, reject) => {
    // Request follows the caller's signal through a weak reference. Without this listener, which holds the request,
    // that of a stalled answer could be collected before the abort, and the call would never end.
    signal.addEventListener("abort", () => reject(request.signal.reason), { once: true });
    answer(request).then(resolve, reject);
  });
}
