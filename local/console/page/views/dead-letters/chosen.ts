import type { ReplayRequest } from "../../../contract/dead-letters.ts";

/** Which letters a request is about, without how they are to be replayed. */
export function chosenIn({ ids, group }: ReplayRequest): Pick<ReplayRequest, "ids" | "group"> {
  return { ...(ids && { ids }), ...(group !== undefined && { group }) };
}
