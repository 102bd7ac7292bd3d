import type { HandlerView, PauseRequest } from "../../local/console/contract/handlers.ts";
import { askRunner } from "../runner/ask.ts";

/** Where handlers are looked at, paused and resumed: what npm start runs, or a project. */
export interface Desk {
  list(): Promise<readonly HandlerView[]>;
  /** @param wanted a handler or a system. @returns those that are paused now */
  pause(wanted: string, request: PauseRequest): Promise<readonly HandlerView[]>;
  /** @returns those that were paused */
  resume(wanted: string): Promise<readonly HandlerView[]>;
}

/** The console's API of a running npm start. */
export function openRunner(url: string): Desk {
  const ask = async (path: string, body?: object) => {
    const posted = { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
    return (await askRunner(url, path, body && posted)) as readonly HandlerView[]; // our own server's, as the contract has it
  };
  const of = (wanted: string) => `/api/handlers/${encodeURIComponent(wanted)}`;
  return {
    list: () => ask("/api/handlers"),
    pause: (wanted, request) => ask(`${of(wanted)}/pause`, request),
    resume: (wanted) => ask(`${of(wanted)}/resume`, {}),
  };
}
