import type { Manifest } from "../../bundler/write/manifest.ts";
import { traceOf } from "../../functions/runtime/trace.ts";
import type { Broker } from "../pubsub/broker/broker.ts";
import { brokerPubsub } from "./dead-letters/broker-pubsub.ts";
import { type DeskOptions, LetterDesk } from "./dead-letters/letter-desk.ts";
import { HandlerDesk } from "./handlers/handler-desk.ts";
import type { Journal } from "./journal/journal.ts";
import { handlersIn, Proofs } from "./proof/proofs.ts";

/** Long-running actions that people start in the console. */
export interface Desk {
  readonly proofs: Proofs;
  readonly letters: LetterDesk;
  readonly handlers: HandlerDesk;
  /** Ends all of them. */
  close(): Promise<void>;
}

/** @param manifest returns the current one */
export function openDesk(
  manifest: () => Manifest,
  journal: Journal,
  { broker, ...told }: Pick<DeskOptions, "allowances" | "deliveries"> & { readonly broker: Broker },
): Desk {
  const { stream, rowsOf, rates } = journal;
  const proofs = new Proofs({ handlers: () => handlersIn(manifest()), tell: (run) => stream.tell("proof", run) });
  const letters = new LetterDesk({
    pubsub: brokerPubsub(broker),
    manifest,
    rowOf(traceparent, eventId) {
      const rows = rowsOf(traceOf(traceparent).traceId);
      return (rows.find((row) => row.eventId === eventId) ?? rows[0])?.id ?? null;
    },
    tell: (state) => stream.tell("replay", state),
    ...told,
  });
  const handlers = new HandlerDesk({ broker, manifest, rates, tell: (handler) => stream.tell("handler", handler) });
  return { proofs, letters, handlers, close: async () => void (await Promise.all([proofs.close(), letters.close()])) };
}
