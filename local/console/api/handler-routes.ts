import type { HandlerView, PauseRequest } from "../contract/handlers.ts";
import { list, object, ref } from "./json-schema.ts";
import type { Route } from "./route.ts";

const views = list(ref("HandlerView"));

/** The handlers of npm start, or of a project. */
export interface HandlerConsole {
  readonly handlers: {
    list(): readonly HandlerView[] | Promise<readonly HandlerView[]>;
    pause(wanted: string, request: PauseRequest): Promise<readonly HandlerView[]>;
    resume(wanted: string): Promise<readonly HandlerView[]>;
  };
}

/** Handlers' state and what holds them back, as in `npm run status`. */
export const handlerRoutes: readonly Route<HandlerConsole>[] = [
  {
    method: "GET",
    path: "/api/handlers",
    summary:
      "every handler: running, or paused why and since when; what waits, how old it is, dead letters, and the rate",
    answer: views,
    run: ({ handlers }) => handlers.list(),
  },
  {
    method: "POST",
    path: "/api/handlers/{name}/pause",
    summary: "pauses a handler, or all that use a system: events wait meanwhile, and no attempt is spent",
    request: ref("PauseRequest"),
    answer: views,
    // Validated by the schema.
    run: ({ handlers }, { path, body }) => handlers.pause(path["name"] ?? "", body as PauseRequest),
  },
  {
    method: "POST",
    path: "/api/handlers/{name}/resume",
    summary: "resumes a paused handler, or all that use a system; answers those that were paused",
    request: object({}),
    answer: views,
    run: ({ handlers }, { path }) => handlers.resume(path["name"] ?? ""),
  },
];
