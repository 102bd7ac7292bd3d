import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../../../bundler/paths.ts";
import { type Impossible, isAbout } from "../../core/fault-fit.ts";
import type { FaultProof } from "../contract/faults.ts";
import type { HandlerBoard } from "../contract/proof.ts";

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
