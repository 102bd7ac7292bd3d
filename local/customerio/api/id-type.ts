import type { Identifier } from "../state/identifier.ts";
import type { WorkspaceSettings } from "../state/workspace.ts";
import { appError } from "./answers.ts";

/** What kind of identifier a call to the App API gives; undefined for an unknown one. */
export function idTypeIn(query: URLSearchParams): Identifier["kind"] | undefined {
  const kind = query.get("id_type") ?? "id";
  return kind === "id" || kind === "email" || kind === "cio_id" ? kind : undefined;
}

export function unknownIdType(settings: WorkspaceSettings): Response {
  return appError(settings, 400, "id_type must be id, email or cio_id");
}
