import type { HandlerBoard, ProofCell, ProofEnd, ProofProgress, ProofRequest } from "../contract/proof.ts";

/** The proofs' results by handler: each proof replaces what it proves again. */
export interface Board {
  /** Forgets what this proof will replace. */
  begin(request: ProofRequest, handlers: readonly string[]): void;
  progress(progress: ProofProgress, request: ProofRequest): void;
  end(end: ProofEnd, request: ProofRequest): void;
  handlers(): readonly HandlerBoard[];
  clear(): void;
}

/** Samples by starting states, over all properties. */
const STATES = "states";

/** The handler's bundle when its proof began. */
type Bundle = string | undefined;

interface Proved {
  readonly cells: Map<string, { readonly cell: ProofCell; readonly bundle: Bundle }>;
  kinds: HandlerBoard["kinds"];
  problems: readonly string[];
  bounds: HandlerBoard["bounds"];
  readonly bundle: Bundle;
}

/** @param bundleOf a handler's current bundle */
export function createBoard(bundleOf: (handler: string) => Bundle): Board {
  const proved = new Map<string, Proved>();
  /** For the last proof. */
  let bundles = new Map<string, Bundle>();
  const open = (handler: string): Proved => {
    const known = proved.get(handler);
    if (known !== undefined) return known;
    const fresh = { cells: new Map(), kinds: [], problems: [], bounds: null, bundle: bundleOf(handler) };
    proved.set(handler, fresh);
    return fresh;
  };
  return {
    begin({ case: match }, handlers) {
      bundles = new Map(handlers.map((handler) => [handler, bundleOf(handler)]));
      for (const handler of handlers) {
        if (match === undefined) proved.delete(handler);
        const one = open(handler);
        // A partial proof replaces these cases only.
        if (match !== undefined) one.kinds = one.kinds.filter((kind) => !kind.case.includes(match));
      }
    },
    progress({ cells, kinds }, request) {
      for (const { handler, ...cell } of cells) {
        if (cell.property === STATES && request.case !== undefined) continue; // only some of its cases were run
        const key = JSON.stringify([cell.property, cell.place, cell.disturbance]);
        open(handler).cells.set(key, { cell, bundle: bundles.get(handler) });
      }
      for (const [handler, own] of Object.entries(kinds)) {
        const one = open(handler);
        const others = one.kinds.filter(({ kind }) => !own.some((other) => other.kind === kind));
        one.kinds = request.case === undefined ? own : [...own, ...others];
      }
    },
    end({ handlers }, request) {
      if (request.case !== undefined) return;
      for (const { handler, problems, bounds } of handlers) Object.assign(open(handler), { problems, bounds });
    },
    handlers: () =>
      [...proved].map(([handler, { cells, bundle, ...others }]) => {
        const built = bundleOf(handler);
        return {
          handler,
          built: built ?? "",
          isOld: bundle !== built,
          cells: [...cells.values()].map((one) => ({ ...one.cell, isOld: one.bundle !== built })),
          ...others,
        };
      }),
    clear: () => proved.clear(),
  };
}
