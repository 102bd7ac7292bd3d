import { CommandError } from "../../local/core/problems.ts";
import { labelOf, mailings } from "../../functions/configuration/mailings.ts";
import { occasions as configured } from "../../functions/configuration/occasions.ts";
import type { EventTypes } from "../../schemas/types.ts";

export type MailStatus = EventTypes["email.reported"]["status"];
export type Status = EventTypes["registration.changed"]["status"];

/** Occasions for the demo's guests, from functions/configuration/occasions.json. */
export const OCCASIONS = { dinner: "app:engines-dinner", webinar: "zoom:99912345678" } as const;

export type Occasion = keyof typeof OCCASIONS;

export function campaignOf(occasion: Occasion): string {
  const campaign = configured.get(OCCASIONS[occasion]);
  if (campaign === undefined)
    throw new CommandError(
      `functions/configuration/occasions.json has no ${OCCASIONS[occasion]}: npm run demo plays there.`,
    );
  return campaign.campaignId;
}

/** The mailing with the invitation, which the senders' samples are about. */
const INVITATION = "customerio:campaign:45";

/** The invitation's campaign's label for a status. */
export function invitationLabel(status: MailStatus): string {
  return labelOf(invitation(), status);
}

export function invitationCampaign(): string {
  return invitation().campaignId;
}

function invitation() {
  const mailing = mailings.get(INVITATION);
  if (mailing === undefined)
    throw new CommandError(`functions/configuration/mailings.json has no ${INVITATION}: npm run demo invites by that.`);
  return mailing;
}
