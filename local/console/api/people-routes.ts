import { forgetPerson, personView } from "../people/person.ts";
import { whyHere } from "../people/why-here.ts";
import { byName, number, object, ref } from "./json-schema.ts";
import type { Route } from "./route.ts";

/** Everything about an address. */
export const peopleRoutes: readonly Route[] = [
  {
    method: "GET",
    path: "/api/people/{email}",
    summary: "the events, changes and records of one address, from all systems",
    answer: ref("PersonView"),
    run: (console, { path }) => personView(console, path["email"] ?? ""),
  },
  {
    method: "GET",
    path: "/api/people/{email}/why",
    summary:
      "every event of an address, each attempt and write by field name, handler and version; and why something is not so: ignored, quarantined, retried, paused, dead-lettered",
    answer: ref("Why"),
    run: (console, { path }) => whyHere(console, path["email"] ?? ""),
  },
  {
    method: "POST",
    path: "/api/people/{email}/forget",
    summary: "deletes what the systems let one delete of an address, and what is told of it here; says what they keep",
    answer: object({ deleted: number, kept: byName(byName(number)) }),
    run: (console, { path }) => forgetPerson(console, path["email"] ?? ""),
  },
];
