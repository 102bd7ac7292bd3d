import { ADA, FORM, type Input } from "./input.ts";

/** All members of a body under names that are paths, as `flat` and its like write them. */
function flat(value: unknown, path = "", step = (name: string) => `.${name}`): [name: string, value: unknown][] {
  if (typeof value !== "object" || value === null || Object.keys(value).length === 0) return [[path, value]];
  return Object.entries(value).flatMap(([name, one]) => flat(one, path === "" ? name : path + step(name), step));
}

const flattened: readonly Input[] = [(name: string) => `.${name}`, (name: string) => `[${name}]`].flatMap((step) =>
  ([FORM, ["calendly", "invitee.created"], ["luma", "guest.registered"]] as const).map((of): Input => ({
    what: `${of.join(" ")} with each member under its path, as in a${step("b")}`,
    reported: "https://github.com/slackapi/slack-github-action/issues/280",
    of,
    differs: (body) => JSON.stringify(Object.fromEntries(flat(JSON.parse(body), "", step))),
    comes: { outcome: "published", person: ADA, data: { firstName: "Ada", lastName: "Lovelace" } },
  })),
);

export const flattenedBodies: readonly Input[] = [
  ...flattened,
  {
    what: "a path that leads into what is there under its own name too",
    reported: "https://github.com/rapid7/dap/pull/28",
    of: FORM,
    differs: (body) => JSON.stringify({ ...JSON.parse(body), "data.email": "bob@example.com" }),
    comes: { outcome: "published", person: ADA },
  },
];
