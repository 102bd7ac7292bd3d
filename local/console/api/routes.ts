import { deadLetterRoutes } from "./dead-letter-routes.ts";
import { eventRoutes } from "./event-routes.ts";
import { openapiRoute } from "./openapi.ts";
import { handlerRoutes } from "./handler-routes.ts";
import { overviewRoutes } from "./overview-routes.ts";
import { peopleRoutes } from "./people-routes.ts";
import { proofRoutes } from "./proof-routes.ts";
import type { AnyRoute } from "./route.ts";
import { sendRoutes } from "./send-routes.ts";
import { stateRoutes } from "./state-routes.ts";
import { systemRoutes } from "./system-routes.ts";

/** All routes of the API, for answering and documentation. Each group has a file. */
export const routes: readonly AnyRoute[] = [
  ...stateRoutes,
  ...eventRoutes,
  ...sendRoutes,
  ...peopleRoutes,
  ...systemRoutes,
  ...overviewRoutes,
  ...handlerRoutes,
  ...proofRoutes,
  ...deadLetterRoutes,
  openapiRoute(() => routes),
];
