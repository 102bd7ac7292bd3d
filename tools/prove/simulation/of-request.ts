import type { RequestKind } from "../../../local/core/requests.ts";
import type { StandIn } from "../../../local/core/system.ts";

type OfRequest = Pick<StandIn, "operationOf" | "touches">;

const known = new WeakMap<StandIn, OfRequest>();

/** Caches what a stand-in says about requests, since the calls of most cases are the same. */
export function sayingOnce(standIn: StandIn): OfRequest {
  const before = known.get(standIn);
  if (before !== undefined) return before;
  const { operationOf, touches } = standIn;
  const made = {
    operationOf: once(operationOf),
    ...(touches === undefined ? {} : { touches: once(touches) }),
  };
  known.set(standIn, made);
  return made;
}

/** Per address and method. */
const MOST = 100;

/** A URL is parsed once, so that equal URLs are the same string, which is quicker to compare. */
function once<Asked extends RequestKind, Value>(say: (request: Asked) => Value): (request: Asked) => Value {
  type Answers = Map<string | undefined, { readonly value: Value }>;
  const memories = new WeakMap<URL, Map<string, Answers>>();
  return (request) => {
    const byMethod = memories.get(request.url) ?? new Map<string, Answers>();
    const answers = byMethod.get(request.method) ?? new Map<string | undefined, { readonly value: Value }>();
    const before = answers.get(request.body);
    if (before !== undefined) return before.value;
    const value = say(request);
    if (answers.size >= MOST) answers.clear();
    memories.set(request.url, byMethod.set(request.method, answers.set(request.body, { value })));
    return value;
  };
}
