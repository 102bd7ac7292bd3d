import type { SourceKinds } from "../../schemas/types.ts";
import { asWord } from "../runtime/reading/spelling.ts";
import { defineSource, type EventDraft } from "../runtime/define/source.ts";
import { staticHeader } from "../runtime/signatures/schemes.ts";

/** https://help.goldcast.io/hc/en-us/articles/17571696255131 Goldcast signs nothing; the secret is a custom header. */
export default defineSource({
  name: "goldcast",
  signature: staticHeader({ name: "Goldcast", header: "x-ycat-secret" }),
  kind: ({ activityType }) => asWord(activityType).replaceAll(" ", "_").toUpperCase(),
  kinds: {
    REGISTRATION: (activity) => changed(activity, "registered"),
    ATTENDANCE: (activity) => changed(activity, "attended"),
  },
});

type Activity = SourceKinds["goldcast"][keyof SourceKinds["goldcast"]];

function changed(activity: Activity, status: "registered" | "attended"): EventDraft[] {
  const { eventId, userId, activityType, activityTime: time, email: person, props } = activity;
  const data = {
    occasionId: `goldcast:${eventId}`,
    status,
    firstName: activity.firstName,
    lastName: activity.lastName,
    company: activity.company,
    title: activity.title,
    phone: props?.phone,
    country: props?.country,
    occasionName: activity.eventName,
    joinUrl: activity.magicLinkUrl,
  };
  return [{ id: [activityType, eventId, userId, time].join("/"), type: "registration.changed", person, time, data }];
}
