import type { ReplayRequest } from "../../../contract/dead-letters.ts";

/** The letters a request is about, without how to replay them. */
export function chosenIn({ ids, group }: ReplayRequest): Pick<ReplayRequest, "ids" | "group"> {
  return { ...(ids && { ids }), ...(group !== undefined && { group }) };
}
