import { AsyncLocalStorage } from "node:async_hooks";
import type { Delivery } from "./delivery.ts";

/** The delivery on whose behalf code runs: none where the prover itself does. */
export const underWay = new AsyncLocalStorage<Delivery>();
