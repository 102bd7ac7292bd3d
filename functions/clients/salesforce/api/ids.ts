/** 15 characters, or 18 with the ending that makes up for lost case. */
export function isId(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z0-9]{15}(?:[A-Za-z0-9]{3})?$/.test(value);
}

/** Of the standard objects that handlers create most; the org has given its own objects others. */
const PREFIXES: Readonly<Record<string, string>> = {
  Account: "001",
  CampaignMember: "00v",
  Case: "500",
  Contact: "003",
  Lead: "00Q",
  Opportunity: "006",
  Task: "00T",
};

export function isIdOf(type: string, value: unknown): value is string {
  return isId(value) && value.startsWith(PREFIXES[type] ?? "");
}

/** Of the 18 characters the last three only make up for lost case. */
export function isSameId(one: string, other: string): boolean {
  return one.slice(0, 15) === other.slice(0, 15);
}
