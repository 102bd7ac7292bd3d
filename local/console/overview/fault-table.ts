import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import type { RequestKind } from "../../core/requests.ts";
import type { System } from "../../core/system.ts";
import type { Console } from "../console.ts";
import type { FaultCell, FaultProof } from "../contract/faults.ts";
import { type Impossible, isAbout } from "../../core/fault-fit.ts";
import type { HandlerBoard } from "../contract/proof.ts";

/** Every operation that a handler is known to call, from the proof's effects file or calls seen here. */
export function faultTable({ manifest, journal, world, proofs }: Console): FaultCell[] {
  const proved = proofs.view().handlers;
  const seen = new Map<string, RequestKind>();
  for (const { handler, system, request } of journal.calls())
    seen.set(keyOf(handler, system.name, system.operationOf(request)), request);
  return Object.entries(manifest().functions).flatMap(([handler, { uses = [] }]) => {
    return uses.flatMap((name) => {
      const system = world.systems.get(name);
      if (system === undefined) return [];
      const proofOf = faultProofs(handler, proved, system.impossible);
      const prefix = keyOf(handler, name, "");
      const here = [...seen.keys()].filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
      const operations = new Set([...provenOperations(handler, name), ...here]);
      return [...operations].map((operation) => ({
        handler,
        system: name,
        operation,
        faults: faultsAt(system, operation, seen.get(prefix + operation) ?? likely(operation)).map((fault) => ({
          ...fault,
          proof: proofOf(operation, fault.name),
        })),
      }));
    });
  });
}

function keyOf(handler: string, system: string, operation: string): string {
  return `${handler} ${system} ${operation}`;
}

function faultsAt(system: System, operation: string, request: RequestKind) {
  // Rules match by method and path, not by the object queried.
  const match = operation.split(" ").slice(0, 2).join(" ");
  return system.faultsFor(request).map(({ name, rule, isPermanent }) => ({
    name,
    rule: { system: system.name, match, ...rule },
    isPermanent: isPermanent ?? null,
  }));
}

/** A request that fits the operation's name. */
function likely(operation: string): RequestKind {
  const [method = "", path = "", object] = operation.split(" ");
  const url = new URL(path.replaceAll(/\{\w+\}/g, "0"), "http://stand-in.invalid");
  if (object !== undefined) url.searchParams.set("q", `SELECT Id FROM ${object}`);
  return { method, url };
}

const CALLS = /^### Calls/;
const OPERATION = /\(?((?:GET|POST|PUT|PATCH|DELETE) \/[^,()]*)\)?/g;

/** The operations in proof/HANDLER.effects.md. */
function provenOperations(handler: string, system: string): ReadonlySet<string> {
  const file = join(root, "proof", `${handler}.effects.md`);
  const found = new Set<string>();
  if (!existsSync(file)) return found;
  let [ofSystem, ofCalls] = [false, false];
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (line.startsWith("## ")) ofSystem = line === `## ${system}`;
    if (line.startsWith("#")) ofCalls = ofSystem && CALLS.test(line);
    if (ofCalls && line.startsWith("    ")) for (const [, one = ""] of line.matchAll(OPERATION)) found.add(one.trim());
  }
  return found;
}

const PROPERTY = "faults";

type Declared = readonly (Partial<Pick<Impossible, "fault" | "faults" | "operation">> & { readonly reason: string })[];

/**
 * The results of a handler's proofs for a fault at an operation, with the declarations of the handler and the stand-in.
 */
export function faultProofs(
  handler: string,
  proved: readonly HandlerBoard[],
  impossible: readonly Impossible[] = [],
): (operation: string, fault: string) => FaultProof {
  const view = proved.find((one) => one.handler === handler);
  const declared = [...declaredOf(handler), ...impossible];
  return (operation, fault) => {
    const cell = view?.cells.find(
      (one) => one.property === PROPERTY && one.place === operation && one.disturbance === fault,
    );
    const because = declared.find((one) => isAbout(one, { fault, operation }))?.reason;
    if (view === undefined || cell === undefined) return { cases: null, ...(because && { declared: because }) };
    const { ok, declared: diverging, failed, example, kind, isOld } = cell;
    const shortest = view.kinds.find((one) => kind !== undefined && one.kind === kind)?.case;
    return {
      cases: { ok, declared: diverging, failed },
      example: shortest ?? example,
      ...(isOld && { isOld: true as const }),
      ...(because && { declared: because }),
    };
  };
}

/** Only quoted here; the prover validates the file. */
function declaredOf(handler: string): Declared {
  const file = join(root, "proof", `${handler}.declared.json`);
  if (!existsSync(file)) return [];
  const { diverges = [] }: { readonly diverges?: Declared } = JSON.parse(readFileSync(file, "utf8"));
  return diverges;
}
