import type { Candidate } from "../candidate.ts";
import type { HandlerProof, Proof } from "../proof.ts";
import { ownFiles } from "../reach/files.ts";
import type { Keepable, Kept } from "./kept.ts";
import type { Entry } from "./store.ts";

/**
 * Judges what no case runs of those handlers alone of which it isn't known that all of them does, and says of which it is known
 * now. Of clients nobody is told then what no case runs: that takes all handlers.
 */
export async function judgeUnkept(
  proof: Proof,
  candidates: readonly Candidate[],
  kept: Kept | undefined,
  judge: (proof: Proof) => Promise<Proof>,
): Promise<{ readonly proof: Proof; readonly entries: readonly Entry[] }> {
  const sharing = await findSharing(candidates);
  const reachOf = (handler: string): Keepable => ({
    handler,
    name: "all of it is reached",
    involved: sharing.get(handler) ?? [handler],
  });
  const isKnown = ({ handler }: HandlerProof) => kept?.find(reachOf(handler)) !== undefined;
  const known = new Map(proof.handlers.filter(isKnown).map((one) => [one.handler, one]));
  // Whoever is not whole is not judged.
  const asked = proof.handlers.map((one) => (known.has(one.handler) ? { ...one, isWhole: false } : one));
  const judged = await judge({ ...proof, handlers: asked });
  const handlers = judged.handlers.map((one) => known.get(one.handler) ?? one);
  const whole = new Set(handlers.filter(({ isWhole }) => isWhole === true).map(({ handler }) => handler));
  const fine = handlers.filter(({ handler, problems }, index) => {
    const before = proof.handlers[index]?.problems.length;
    return reachOf(handler).involved.every((name) => whole.has(name)) && problems.length === before;
  });
  const entries = fine.flatMap(({ handler }) => kept?.entryOf(reachOf(handler), { isReached: true }) ?? []);
  return { proof: { ...judged, handlers }, entries };
}

/** By handler, all handlers that have code in common with it, itself among them: any of them may be the one that reaches it. */
async function findSharing(candidates: readonly Candidate[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = await Promise.all(
    candidates.map(async ({ handler: { name }, file }) => ({
      name,
      files: file === undefined ? [] : await ownFiles(file),
    })),
  );
  return new Map(
    all.map(({ name, files }) => {
      const sharing = all.filter((other) => other.name === name || other.files.some((file) => files.includes(file)));
      return [name, sharing.map((other) => other.name)];
    }),
  );
}
