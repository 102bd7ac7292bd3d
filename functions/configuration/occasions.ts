import type { EventTypes } from "../../schemas/types.ts";
import configured from "./occasions.json" with { type: "json" };

type Status = EventTypes["registration.changed"]["status"];

/** The campaign that an occasion's registrants become members of. */
export interface Occasion {
  readonly campaignId: string;
  /** The campaign's labels, where they differ from memberStatuses. */
  readonly statuses?: Readonly<Partial<Record<Status, string>>>;
  /** Whether to add a missing status to the campaign, as responded. */
  readonly createStatuses?: boolean;
}

/** functions/configuration/occasions.json, checked by the build. */
const { $schema: _schema, ...configuredOccasions } = configured;
const entries: Readonly<Record<string, Occasion>> = configuredOccasions;

/** By occasion id; several ids may share a campaign. */
export const occasions: ReadonlyMap<string, Occasion> = new Map(Object.entries(entries));

/** Default labels. Of two changes in the same second, the later one in this list wins. */
export const memberStatuses = {
  registered: "Registered",
  waitlisted: "Waitlisted",
  promoted: "Promoted",
  cancelled: "Cancelled",
  no_show: "No Show",
  attended: "Attended",
} satisfies Record<Status, string>;

/**
 * What a member of the occasion's campaign becomes. A label set explicitly applies even if it does not count as
 * responded.
 */
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
