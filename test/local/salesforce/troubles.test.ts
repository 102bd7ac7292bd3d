import { expect, it } from "@jest/globals";
import { startingStates } from "../../../local/salesforce/proof/starting-states.ts";
import { troubles } from "../../../local/salesforce/proof/troubles.ts";
import { usualSettings } from "../../../local/salesforce/salesforce.ts";
import { openOrg } from "./open-org.ts";

const { salesforce: org } = openOrg();
const subject = { email: "ada@example.com", eventAt: Date.now(), configuration: {} };

it.each(troubles(org).map((trouble) => [trouble.name, trouble] as const))(
  "%s, and whoever mends that leaves the org as each starting state has set it up",
  (_name, trouble) => {
    for (const { arrange } of startingStates(org).filter(({ of }) => of !== "keys")) {
      org.reset();
      org.configure(usualSettings);
      arrange(subject);
      const before = org.configure(usualSettings);
      org.configure(before);
      trouble.begin(subject)?.();
      expect(org.configure(usualSettings)).toEqual(before);
    }
  },
);
