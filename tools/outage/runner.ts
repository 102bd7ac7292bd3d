import type { HandlerView, PauseRequest } from "../../local/console/contract/handlers.ts";
import { askRunner, postRunner } from "../runner/ask.ts";

/** Shows, pauses and resumes handlers: of npm start, or of a project. */
export interface Desk {
  list(): Promise<readonly HandlerView[]>;
  /** @param wanted a handler or a system @returns the handlers that are paused now */
  pause(wanted: string, request: PauseRequest): Promise<readonly HandlerView[]>;
  /** @returns those that were paused */
  resume(wanted: string): Promise<readonly HandlerView[]>;
}

/** The console API of a running npm start. */
export function openRunner(url: string): Desk {
  const told = async (answer: Promise<unknown>) => (await answer) as readonly HandlerView[]; // by the console's contract
  const of = (wanted: string) => `/api/handlers/${encodeURIComponent(wanted)}`;
  return {
    list: () => told(askRunner(url, "/api/handlers")),
    pause: (wanted, request) => told(postRunner(url, `${of(wanted)}/pause`, request)),
    resume: (wanted) => told(postRunner(url, `${of(wanted)}/resume`)),
  };
}
