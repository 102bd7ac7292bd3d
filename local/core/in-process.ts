import type { Answer } from "./system.ts";

/**
 * A fetch that calls a stand-in without a socket between, and like the real one rejects with the signal's reason as
 * soon as that aborts.
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
    // Request follows its caller's signal through a weak reference. A stalled answer hangs on nothing else, and without
    // this listener, which holds the request, could be collected before the signal aborts and so never end.
    signal.addEventListener("abort", () => reject(request.signal.reason), { once: true });
    answer(request).then(resolve, reject);
  });
}
