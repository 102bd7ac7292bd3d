import type { Manifest } from "../../bundler/write/manifest.ts";
import type { Journal } from "./journal/journal.ts";
import { handlersIn, Proofs } from "./proof/proofs.ts";

/** What people have done at the console that takes its time. */
export interface Desk {
  readonly proofs: Proofs;
  /** Ends all of it. */
  close(): Promise<void>;
}

/** @param manifest as it is now. */
export function openDesk(manifest: () => Manifest, { stream }: Pick<Journal, "stream">): Desk {
  const proofs = new Proofs({ handlers: () => handlersIn(manifest()), tell: (run) => stream.tell("proof", run) });
  return { proofs, close: () => proofs.close() };
}
