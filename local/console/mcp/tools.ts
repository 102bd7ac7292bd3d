import { checkBody } from "../api/check.ts";
import { parametersIn } from "../api/openapi.ts";
import { anything, type Schema, text } from "../api/json-schema.ts";
import type { Route } from "../api/route.ts";
import type { Console } from "../console.ts";
import { schemas } from "../api/schemas.ts";
import { routes } from "../api/routes.ts";

/** A route as an agent's tool: all parts of its request are members of one object. */
export interface Tool {
  readonly name: string;
  readonly description: string;
  readonly input: Schema;
  readonly isReading: boolean;
  readonly isDestructive: boolean;
  run(console: Console, given: unknown): Promise<unknown>;
}

const rule: Readonly<Record<string, Schema>> = {
  system: text,
  fault: { ...text, description: "one of those that GET /api/systems lists: apply-then-drop, 5xx-json, slow …" },
  match: { ...text, description: '"POST /sobjects/Lead": which calls; left out, the next write' },
  from: { type: "integer", minimum: 1 },
  times: { type: "integer", minimum: 0, description: "how many calls it strikes; 0: every one" },
  milliseconds: { type: "integer", minimum: 0 },
  status: { type: "integer" },
  body: anything,
};

const CONFIRM: Schema = {
  type: "boolean",
  description: "true once the person has agreed: without it nothing is done, and what would be is answered",
};

/** Each names its route. */
export const tools: readonly Tool[] = [
  toolOf("send_sample", "POST /api/samples/{source}/{kind}/send"),
  toolOf("list_events", "GET /api/events"),
  toolOf("get_event", "GET /api/events/{id}"),
  toolOf("set_fault", "POST /api/faults", { properties: rule, required: ["system", "fault"] }),
  toolOf("prove", "POST /api/proof"),
  toolOf("proof", "GET /api/proof/{id}"),
  toolOf("person", "GET /api/people/{email}"),
  toolOf("why", "GET /api/people/{email}/why"),
  toolOf("list_dead_letters", "GET /api/dead-letters"),
  reading(toolOf("plan_replay", "POST /api/dead-letters/plan")),
  reading(toolOf("effects", "POST /api/dead-letters/effects")),
  asking(
    toolOf("replay", "POST /api/dead-letters/replay"),
    "publishes these dead letters again; plan_replay and effects say what that would do",
  ),
  toolOf("status", "GET /api/handlers"),
  asking(toolOf("pause", "POST /api/handlers/{name}/pause"), "pauses handlers: their events wait"),
  asking(toolOf("resume", "POST /api/handlers/{name}/resume"), "resumes handlers: what waits is handled now"),
  asking(
    toolOf("reset", "DELETE /api/state"),
    "takes away every record, message and fault, and all that is told of them",
  ),
];

/** Marks it as read-only, whatever its method. */
function reading(tool: Tool): Tool {
  return { ...tool, isReading: true };
}

/** Asks the user for confirmation, if the client supports it. */
function asking(tool: Tool, what: string): Tool {
  const { properties, ...input } = tool.input as { readonly properties: Readonly<Record<string, Schema>> };
  return {
    ...tool,
    input: { ...input, properties: { ...properties, confirm: CONFIRM } },
    async run(console, given) {
      const { confirm, ...rest }: { readonly confirm?: unknown } = Object(given);
      if (confirm === true) return tool.run(console, rest);
      checkBody(tool.input, rest);
      return { done: false, asks: `This ${what}. Ask the person, and call it again with "confirm": true.` };
    },
  };
}

interface Fields {
  readonly properties: Readonly<Record<string, Schema>>;
  readonly required: readonly string[];
}

function toolOf(name: string, address: string, body?: Fields): Tool {
  const route = routes.find(({ method, path }) => `${method} ${path}` === address);
  if (route === undefined || "stream" in route) throw new Error(`There is no route ${address} for the tool ${name}.`);
  const { properties: inBody, required } = body ?? fieldsOf(route);
  const inPath = parametersIn(route.path);
  const query = route.query ?? {};
  const input = {
    type: "object",
    properties: { ...Object.fromEntries(inPath.map((one) => [one, text])), ...query, ...inBody },
    required: [...inPath, ...required],
    additionalProperties: false,
  };
  const pick = (given: object, names: readonly string[]) =>
    Object.fromEntries(Object.entries(given).filter(([one]) => names.includes(one)));
  return {
    name,
    description: route.summary,
    input,
    isReading: route.method === "GET",
    isDestructive: route.method === "DELETE",
    async run(console, given) {
      const checked = Object(checkBody(input, given));
      const path = pick(checked, inPath) as Readonly<Record<string, string>>; // validated by the schema
      const asked = { ...defaultsOf(query), ...pick(checked, Object.keys(query)) };
      return route.run(console, { path, query: asked, body: pick(checked, Object.keys(inBody)) });
    },
  };
}

function fieldsOf({ request }: Route): Fields {
  const named = typeof request?.["$ref"] === "string" ? schemas()[request["$ref"].split("/").at(-1) ?? ""] : request;
  const { properties = {}, required = [] }: Partial<Fields> = Object(named ?? {});
  return { properties, required };
}

function defaultsOf(query: Readonly<Record<string, Schema>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(query).flatMap(([name, schema]) => ("default" in schema ? [[name, schema["default"]]] : [])),
  );
}
