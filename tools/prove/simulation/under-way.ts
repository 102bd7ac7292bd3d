import { AsyncLocalStorage } from "node:async_hooks";
import type { Delivery } from "./delivery.ts";

/** The delivery for which code is running. Undefined for the prover's own code. */
export const underWay = new AsyncLocalStorage<Delivery>();
