import type { HandlerProof, Proof } from "../proof.ts";
import type { Keepable, Kept } from "./kept.ts";
import type { Entry } from "./store.ts";

/**
 * Judges what no case runs of those handlers alone of which it isn't known that all of them does, and says of which it is known
 * now. Of clients nobody is told then what no case runs: that takes all handlers.
 */
export async function judgeUnkept(
  proof: Proof,
  kept: Kept | undefined,
  judge: (proof: Proof) => Promise<Proof>,
): Promise<{ readonly proof: Proof; readonly entries: readonly Entry[] }> {
  const isKnown = ({ handler }: HandlerProof) => kept?.find(reachOf(handler)) !== undefined;
  const known = new Map(proof.handlers.filter(isKnown).map((one) => [one.handler, one]));
  // Whoever is not whole is not judged.
  const asked = proof.handlers.map((one) => (known.has(one.handler) ? { ...one, isWhole: false } : one));
  const judged = await judge({ ...proof, handlers: asked });
  const handlers = judged.handlers.map((one) => known.get(one.handler) ?? one);
  const fine = handlers.filter(({ isWhole, problems }, index) => {
    const before = proof.handlers[index]?.problems.length;
    return isWhole === true && problems.length === before;
  });
  const entries = fine.flatMap(({ handler }) => kept?.entryOf(reachOf(handler), { isReached: true }) ?? []);
  return { proof: { ...judged, handlers }, entries };
}

function reachOf(handler: string): Keepable {
  return { handler, name: "all of it is reached", involved: [handler] };
}
