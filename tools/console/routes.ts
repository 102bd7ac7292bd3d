import { deadLetterRoutes } from "../../local/console/api/dead-letter-routes.ts";
import { handlerRoutes } from "../../local/console/api/handler-routes.ts";
import { openapiRoute } from "../../local/console/api/openapi.ts";
import { list, ref, texts } from "../../local/console/api/json-schema.ts";
import type { AnyRoute } from "../../local/console/api/route.ts";
import { RefusedCall } from "../../local/console/refused-call.ts";
import { streamRoute } from "../../local/console/api/stream-route.ts";
import type { ProjectConsole } from "./project-console.ts";

/** What a console shows and does for a project, under the same addresses as npm start where it has the same. */
export const projectRoutes: readonly AnyRoute<ProjectConsole>[] = [
  ...deadLetterRoutes,
  ...handlerRoutes,
  streamRoute,
  {
    method: "GET",
    path: "/api/people/{email}/why",
    summary:
      "every event of an address, each attempt and write by field name, and why something is not so: of the archive",
    answer: ref("Why"),
    run: (console, { path }) => console.why(path["email"] ?? ""),
  },
  {
    method: "GET",
    path: "/api/source-names",
    summary: "the sources of this checkout, by name",
    answer: texts,
    run: (console) => console.sources(),
  },
  {
    method: "GET",
    path: "/api/sources/{source}/shapes",
    summary: "what a source's genuine payloads hold that its schemas do not know: of 30 days of logs",
    answer: list(ref("UnknownShape")),
    run(console, { path: { source = "" } }) {
      // The name becomes part of a filter.
      if (!console.sources().includes(source))
        throw new RefusedCall(404, `there is no source ${JSON.stringify(source)}`);
      return console.shapes(source);
    },
  },
  {
    method: "GET",
    path: "/api/allowances",
    summary: "what systems have said last of what is used of their allowance, within a day",
    answer: list(ref("LoggedAllowance")),
    run: (console) => console.allowances(),
  },
  openapiRoute<ProjectConsole>(() => projectRoutes),
];
