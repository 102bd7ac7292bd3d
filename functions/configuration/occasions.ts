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
const { $schema: _schema, ...configuredOccasions } = configured;
const entries: Readonly<Record<string, Occasion>> = configuredOccasions;

/** By id; several ids may name one campaign. */
export const occasions: ReadonlyMap<string, Occasion> = new Map(Object.entries(entries));

/** What campaigns call the statuses, unless an occasion says otherwise. Of two at the same second the one further down holds. */
export const memberStatuses = {
  registered: "Registered",
  waitlisted: "Waitlisted",
  promoted: "Promoted",
  cancelled: "Cancelled",
  no_show: "No Show",
  attended: "Attended",
} satisfies Record<Status, string>;

/** What a member of the occasion's campaign becomes. Who names a status that counts as no response means it. */
export function memberStatusOf({ statuses = {}, createStatuses = false }: Occasion, status: Status, at: string) {
  const labels = { ...memberStatuses, ...statuses };
  return {
    status: labels[status],
    at,
    order: Object.values(labels),
    isCreated: createStatuses,
    mayTakeBack: statuses[status] !== undefined,
  };
}
