import { describe, expect, it } from "@jest/globals";
import { contact, deliver, lead, startOrg } from "./org.ts";

/** Of the day's allowance; a login takes nothing of it. */
const costs = ({ calls }: ReturnType<typeof startOrg>) => calls.filter((call) => !call.includes("oauth2")).length;

describe("a form", () => {
  it("costs four calls of somebody new", async () => {
    const org = startOrg();
    await deliver(org.client);
    expect(costs(org)).toBe(4);
  });

  it.each(["Lead", "Contact"])("costs three calls of somebody known, a %s, and then two", async (type) => {
    const org = startOrg();
    org.org.insert(type, type === "Lead" ? lead() : contact());
    await deliver(org.client);
    expect(costs(org)).toBe(3);
    await deliver(org.client);
    expect(costs(org)).toBe(5);
  });
});
