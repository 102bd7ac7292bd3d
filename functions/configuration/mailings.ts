import type { EventTypes } from "../../schemas/types.ts";
import configured from "./mailings.json" with { type: "json" };

type Status = EventTypes["email.reported"]["status"];

/** What those whom a mailing is sent to become members of. */
export interface Mailing {
  readonly campaignId: string;
  /** What the campaign calls a status, where it is not as below. */
  readonly statuses?: Readonly<Partial<Record<Status, string>>>;
  /** Whether a status that the campaign has not got is added to it, as one that counts as no response. */
  readonly createStatuses?: boolean;
}

/** As functions/configuration/mailings.json has them, which the build checks. */
const { $schema: _schema, ...configuredMailings } = configured;
const entries: Readonly<Record<string, Mailing>> = configuredMailings;

/** By id; several mailings may name one campaign. */
export const mailings: ReadonlyMap<string, Mailing> = new Map(Object.entries(entries));

/** What campaigns call the statuses, unless a mailing says otherwise: each is better than those before it. */
export const mailingStatuses = {
  sent: "Sent",
  bounced: "Bounced",
  opened: "Opened",
  clicked: "Clicked",
} satisfies Record<Status, string>;

/** What the mailing's campaign calls the status. */
export function labelOf({ statuses = {} }: Mailing, status: Status): string {
  return statuses[status] ?? mailingStatuses[status];
}

/** How members of a campaign are raised: by what any of its mailings calls each status. */
export function raisingOf(campaignId: string, among: Iterable<Mailing> = mailings.values()) {
  const all = [...among].filter((mailing) => mailing.campaignId === campaignId);
  const statuses = Object.keys(mailingStatuses) as Status[]; // it has no other keys
  return {
    order: statuses.flatMap((status) => all.map((mailing) => labelOf(mailing, status))),
    isCreated: all.some(({ createStatuses }) => createStatuses === true),
  };
}
