import { eventRoutes } from "./event-routes.ts";
import type { AnyRoute } from "./route.ts";
import { stateRoutes } from "./state-routes.ts";

/** Every route of the API: what is not here is neither answered nor documented. A group is a file. */
export const routes: readonly AnyRoute[] = [...stateRoutes, ...eventRoutes];
