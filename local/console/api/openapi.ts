import { byName, anything, ref, type Schema } from "./json-schema.ts";
import type { AnyRoute, Route } from "./route.ts";
import { schemas } from "./schemas.ts";

const json = (schema: Schema) => ({ "application/json": { schema } });

/** The routes as an OpenAPI 3.1 document. */
function openapiOf<On>(routes: readonly AnyRoute<On>[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route);
  return {
    openapi: "3.1.0",
    info: {
      title: "ycat's console",
      version: "1",
      description: "What npm start, or npm run console, knows and does, on this machine alone: docs/console.md",
    },
    paths,
    components: { schemas: schemas() },
  };
}

function operationOf<On>(route: AnyRoute<On>): object {
  const { summary, query = {}, answer } = route;
  const request = "request" in route ? route.request : undefined;
  return {
    summary,
    parameters: [
      ...parametersIn(route.path).map((name) => parameter("path", name, { type: "string" })),
      ...Object.entries(query).map(([name, schema]) => parameter("query", name, schema)),
    ],
    ...(request !== undefined && { requestBody: { required: true, content: json(request) } }),
    responses: {
      ...(answer === undefined
        ? { 204: { description: "done" } }
        : { 200: { description: summary, content: "stream" in route ? stream(answer) : json(answer) } }),
      default: { description: "refused, with a sentence that says why", content: json(ref("ApiError")) },
    },
  };
}

function stream(schema: Schema): object {
  return { "text/event-stream": { schema } };
}

function parameter(place: "path" | "query", name: string, { description, ...schema }: Schema): object {
  return { in: place, name, required: place === "path", ...(description !== undefined && { description }), schema };
}

export function parametersIn(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = ""]) => name);
}

/** Serves the document, which includes this route. */
export function openapiRoute<On>(all: () => readonly AnyRoute<On>[]): Route<On> {
  return {
    method: "GET",
    path: "/api/openapi.json",
    summary: "this API as OpenAPI 3.1",
    answer: byName(anything),
    run: () => openapiOf(all()),
  };
}
