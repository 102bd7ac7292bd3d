import { describe, expect, it } from "@jest/globals";
import { eventUlid } from "../../../functions/clients/customerio/event-ulid.ts";

const event = { source: "/sources/app", id: "evt_1", time: "2026-03-04T05:06:07.089Z" };

describe("eventUlid", () => {
  it("is what it has always been, for customer.io remembers it", () => {
    expect(eventUlid(event, "form_submitted")).toBe("01KJVKTCKHSRS8QBNRMWSM5KSA");
  });

  it("is a ULID whose time is the event's", () => {
    const ulid = eventUlid(event, "form_submitted");
    expect(ulid).toMatch(/^[0-7][0-9A-HJKMNP-TV-Z]{25}$/);
    const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const time = ulid
      .slice(0, 10)
      .split("")
      .reduce((sum, digit) => sum * 32 + alphabet.indexOf(digit), 0);
    expect(new Date(time).toISOString()).toBe(event.time);
  });

  it.each([
    ["source", { ...event, source: "/sources/other" }, "form_submitted"],
    ["id", { ...event, id: "evt_2" }, "form_submitted"],
    ["effect", event, "form_seen"],
    ["split between source and id", { ...event, source: "/sources/appevt", id: "_1" }, "form_submitted"],
  ])("differs with the %s", (_, other, effect) => {
    expect(eventUlid(other, effect)).not.toBe(eventUlid(event, "form_submitted"));
  });
});
