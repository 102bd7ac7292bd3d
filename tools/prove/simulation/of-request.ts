import type { RequestKind } from "../../../local/core/system.ts";

/** What a stand-in says of a request, which is said again of the same: one case's calls are nearly all another one's. */
export function ofRequest<Asked extends RequestKind, Value>(say: (request: Asked) => Value): (request: Asked) => Value {
  const known = new Map<string, { readonly value: Value }>();
  return (request) => {
    const key = [request.method, request.url.href, request.body].join("\n");
    const before = known.get(key);
    if (before !== undefined) return before.value;
    const value = say(request);
    if (known.size >= MOST) known.clear();
    known.set(key, { value });
    return value;
  };
}

const MOST = 5000;
