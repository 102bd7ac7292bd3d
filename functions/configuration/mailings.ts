import type { EventTypes } from "../../schemas/types.ts";
import configured from "./mailings.json" with { type: "json" };

type Status = EventTypes["email.reported"]["status"];

/** The campaign that a mailing's recipients become members of. */
export interface Mailing {
  readonly campaignId: string;
  /** The campaign's labels, where they differ from mailingStatuses. */
  readonly statuses?: Readonly<Partial<Record<Status, string>>>;
  /** Whether to add a missing status to the campaign, as not responded. */
  readonly createStatuses?: boolean;
}

/** functions/configuration/mailings.json, checked by the build. */
const { $schema: _schema, ...configuredMailings } = configured;
const entries: Readonly<Record<string, Mailing>> = configuredMailings;

/** By mailing id; several mailings may share a campaign. */
export const mailings: ReadonlyMap<string, Mailing> = new Map(Object.entries(entries));

/** Default labels, from worst to best. */
export const mailingStatuses = {
  sent: "Sent",
  bounced: "Bounced",
  opened: "Opened",
  clicked: "Clicked",
} satisfies Record<Status, string>;

/** The campaign's label for the status. */
export function labelOf({ statuses = {} }: Mailing, status: Status): string {
  return statuses[status] ?? mailingStatuses[status];
}

/** How a campaign's members progress: the labels of all its mailings, from worst to best. */
export function raisingOf(campaignId: string, among: Iterable<Mailing> = mailings.values()) {
  const all = [...among].filter((mailing) => mailing.campaignId === campaignId);
  const statuses = Object.keys(mailingStatuses) as Status[]; // it has no other keys
  return {
    order: statuses.flatMap((status) => all.map((mailing) => labelOf(mailing, status))),
    isCreated: all.some(({ createStatuses }) => createStatuses === true),
  };
}
