import type { RequestKind } from "../../../local/core/requests.ts";
import type { StandIn } from "../../../local/core/system.ts";

type OfRequest = Pick<StandIn, "operationOf" | "touches">;

const known = new WeakMap<StandIn, OfRequest>();

/** What a stand-in says of a request, remembered: one case's calls are nearly all another one's. */
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

/** Of each address and method. */
const MOST = 100;

/** A URL is read once, and so the same one has the same text: to compare that again would be dear. */
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
