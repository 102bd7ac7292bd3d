import { createMemory } from "../../../local/core/remembering.ts";
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

const MOST = 5000;

function once<Asked extends RequestKind, Value>(say: (request: Asked) => Value): (request: Asked) => Value {
  const recall = createMemory<Value>(MOST);
  return (request) => recall([request.method, request.url.href, request.body].join("\n"), () => say(request));
}
