import type { MailStatus, Occasion, Status } from "./occasions.ts";
import type { Guest } from "./people.ts";

export type Sender = "app" | "salesforce-flow" | "zoom" | "customerio";

/** One webhook: who says what about whom. */
export interface Telling {
  readonly sender: Sender;
  /** samples/webhooks/SENDER/SAMPLE.json */
  readonly sample: string;
  readonly guest: Guest;
  /** When it happened, in minutes relative to the doors. A sender's retry has the time and id of the original. */
  readonly at: number;
  readonly id: number;
  readonly change?: { readonly occasion: Occasion; readonly status: Status };
  /** What became of the invitation. */
  readonly mail?: MailStatus;
  /** Sends the guest's e-mail in capitals with spaces around it. */
  readonly isSpelledOtherwise?: boolean;
  readonly makes: Effect;
}

/**
 * What a webhook should make. `news`: a member's status, and its e-mail. `known`: what another tool has told before,
 * of which the time counts. `late`: something later is there already. `report`: a better status of who is a member of
 * the mailing's campaign, which Salesforce must know them for. `opt-out`: no e-mail any more. `dead letter`: nothing,
 * until somebody has mended what stands in the way. `nothing`: it is ignored, or has been sent before.
 */
type Effect = "news" | "known" | "late" | "report" | "opt-out" | "dead letter" | "nothing";

const ZOOM: Partial<Record<Status, string>> = {
  registered: "registration_created",
  waitlisted: "registration_created+pending",
  promoted: "registration_approved",
  cancelled: "registration_cancelled",
  attended: "participant_joined",
};

/** The sample with this status of a registration. */
export function sampleOf(sender: Sender, status: Status): string {
  const sample = sender === "zoom" ? ZOOM[status] : "registration.changed";
  if (sample === undefined) throw new Error(`${sender} has no webhook that says ${status}`);
  return sample;
}
