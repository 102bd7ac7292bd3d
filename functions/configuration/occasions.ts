import type { EventTypes } from "../../schemas/types.ts";
import configured from "./occasions.json" with { type: "json" };

type Status = EventTypes["registration.changed"]["status"];

/** What those who register for an occasion become members of. */
export interface Occasion {
  readonly campaignId: string;
  /** What the campaign calls a status, where it is not as below. */
  readonly statuses?: Readonly<Partial<Record<Status, string>>>;
  /** Whether a status that the campaign has not got is added to it, as one that counts as a response. */
  readonly createStatuses?: boolean;
}

/** As functions/configuration/occasions.json has them, which the build checks. */
const entries: Readonly<Record<string, Occasion>> = configured;

/** By id; several ids may name one campaign. */
export const occasions: ReadonlyMap<string, Occasion> = new Map(Object.entries(entries));

/** What campaigns call the statuses, unless an occasion says otherwise. */
export const memberStatuses = {
  registered: "Registered",
  waitlisted: "Waitlisted",
  promoted: "Registered",
  cancelled: "Cancelled",
  attended: "Attended",
  no_show: "No Show",
} satisfies Record<Status, string>;
