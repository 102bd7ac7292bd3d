import type { WorkspaceSettings } from "../state/workspace.ts";
import { answer, appError } from "./answers.ts";

/** Answers with the part of a list that `start` and `limit` ask for, and where the next one starts. */
export function answerPage<Item>(
  settings: WorkspaceSettings,
  query: URLSearchParams,
  { all, most, usual = most }: { readonly all: readonly Item[]; readonly most: number; readonly usual?: number },
  toBody: (items: readonly Item[]) => object,
): Response {
  const start = Number(query.get("start") || 0);
  const limit = Math.min(Number(query.get("limit") || usual), most);
  if (!Number.isInteger(start) || !Number.isInteger(limit) || start < 0 || limit < 1)
    return appError(settings, 400, "start and limit are wrong");
  const end = start + limit;
  return answer(200, { ...toBody(all.slice(start, end)), next: end < all.length ? String(end) : "" });
}
