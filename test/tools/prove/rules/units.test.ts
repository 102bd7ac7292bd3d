import { describe, expect, it } from "@jest/globals";
import { wrongMeasure } from "../../../../tools/prove/rules/units.ts";

const data = {
  durationMinutes: 45,
  trialDays: 14,
  seats: 30,
  seatHours: 30,
  discountPercent: 12.5,
  startsAt: "2026-11-19T18:30:00+01:00",
  endsOn: "2026-12-31",
  calledAt: "2026-01-01T00:30:00+01:00",
};
const said = Object.entries(data).map(([name, value]) => ({ path: [name], name, value }));

function ruleOf(name: string, value: unknown): string | undefined {
  return wrongMeasure({ key: "1", records: "salesforce Task", field: name, name, value }, said);
}

describe("wrongMeasure", () => {
  it.each([
    ["minutes as seconds", "CallDurationInSeconds", 45, "as many seconds as the event's durationMinutes is minutes"],
    ["days as months", "trial_months", 14, "as many months as the event's trialDays is days"],
    ["a percent as a fraction", "discount_percent", 0.125, "a hundredth of the event's discountPercent (12.5)"],
    ["a time of day in another zone", "starts_at", "2026-11-19T18:30:00Z", "startsAt has that time of day in another"],
    ["the day before", "ends_on", "2026-12-30", "another day than the event's endsOn (2026-12-31)"],
    ["the day after, as a time", "Ends_At__c", "2027-01-01T13:00:00.000Z", "writes 2027-01-01T13:00:00.000Z into Ends"],
    ["the day before, in seconds", "ends", Date.UTC(2026, 11, 30) / 1000, "another day than the event's endsOn"],
    ["the day before a time's", "starts_on", "2026-11-18", "than the event's startsAt (2026-11-19T18:30:00+01:00)"],
    ["the same with fractions", "StartsAt__c", "2026-11-19T18:30:00.000+0000", "that time of day in another zone"],
  ])("tells %s", (_, name, value, says) => {
    expect(ruleOf(name, value)).toContain(says);
  });

  it.each([
    ["minutes as minutes", "duration_minutes", 45],
    ["minutes made into seconds", "CallDurationInSeconds", 2700],
    ["a number of a thing that the event counts nowhere", "retry_seconds", 45],
    ["a number that the event says without a unit too", "seat_days", 30],
    ["a percent", "discount_percent", 12.5],
    ["a fraction that is called one", "discount_rate", 0.125],
    ["the same moment in UTC", "starts_at", "2026-11-19T17:30:00.000Z"],
    ["a day before, by another name", "remind_on", "2026-12-30"],
    ["its day in UTC", "called_on", "2025-12-31"],
    ["its day in its own zone", "called_on", "2026-01-01"],
    ["a time's day in a zone of the reader's", "starts_on", "2026-11-20"],
    ["a day's beginning in a zone of the reader's", "Ends_At__c", "2026-12-30T23:00:00Z"],
    ["a text", "ends_on", "in a year"],
    ["its day, as its own zone has it", "starts_on", "2026-11-19"],
  ])("says nothing against %s", (_, name, value) => {
    expect(ruleOf(name, value)).toBeUndefined();
  });
});
