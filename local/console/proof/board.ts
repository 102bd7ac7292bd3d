import type { HandlerView, ProofEnd, ProofProgress, ProofRequest } from "../proof-contract.ts";

/** What the proofs have come to, handler by handler: each proof takes the place of what it proves again. */
export interface Board {
  /** Forgets what this proof will say. */
  begin(request: ProofRequest, handlers: readonly string[]): void;
  progress(progress: ProofProgress): void;
  end(end: ProofEnd, request: ProofRequest): void;
  handlers(): readonly HandlerView[];
  clear(): void;
}

type Cells = Map<string, HandlerView["cells"][number]>;

interface Proved {
  readonly cells: Cells;
  kinds: HandlerView["kinds"];
  problems: readonly string[];
  bounds: HandlerView["bounds"];
  /** The bundle that was built when the proof began. */
  readonly bundle: string | undefined;
}

/** @param bundleOf a handler's bundle as it is built now. */
export function createBoard(bundleOf: (handler: string) => string | undefined): Board {
  const proved = new Map<string, Proved>();
  const open = (handler: string): Proved => {
    const known = proved.get(handler);
    if (known !== undefined) return known;
    const fresh = { cells: new Map(), kinds: [], problems: [], bounds: null, bundle: bundleOf(handler) };
    proved.set(handler, fresh);
    return fresh;
  };
  return {
    begin(request, handlers) {
      if (request.case !== undefined) return; // it says anew what it comes to, and nothing of the rest
      for (const handler of handlers) {
        proved.delete(handler);
        open(handler);
      }
    },
    progress({ cells, kinds }) {
      for (const { handler, ...cell } of cells)
        open(handler).cells.set(JSON.stringify([cell.property, cell.place, cell.disturbance]), cell);
      for (const [handler, own] of Object.entries(kinds)) open(handler).kinds = own;
    },
    end({ handlers }, request) {
      if (request.case !== undefined) return;
      for (const { handler, problems, bounds } of handlers) Object.assign(open(handler), { problems, bounds });
    },
    handlers: () =>
      [...proved].map(([handler, { cells, bundle, ...others }]) => ({
        handler,
        isOld: bundle !== bundleOf(handler),
        cells: [...cells.values()],
        ...others,
      })),
    clear: () => proved.clear(),
  };
}
