import type { Event } from "../../runtime/define/handler.ts";

/** The part of an event that identifies its message. */
export type EventIdentity = Pick<Event, "source" | "id" | "time">;

/** A link, shown as its text. */
export interface Link {
  readonly text: string;
  readonly url: string;
}

export interface Message {
  /**
   * Distinguishes it from other messages about the same event, such as `form_submitted`; never to be changed once
   * released.
   */
  readonly name: string;
  /** Shown literally: only a Link becomes a link, and nobody is mentioned. Undefined ones are left out. */
  readonly lines: readonly (string | Link | undefined)[];
}

/** What handlers may ask of Slack. Rejects with the errors of functions/runtime/define/errors.ts. */
export interface Slack {
  /**
   * Posts the message in that channel (`C…`: its id) once per event and message name. Cut to 4,000 characters, the
   * longest line first.
   * @example of anything
   * import channels from "../configuration/slack.json" with { type: "json" };
   * slack.post(event, channels["contact-sales"], { name: "handler_name", lines: [`${event.type} of ${event.source}`] })
   */
  post(event: EventIdentity, channel: string, message: Message): Promise<void>;
}
