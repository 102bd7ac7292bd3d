import type { Catalogue, CataloguedEvent } from "./catalogue.ts";

/** The catalogue as Markdown, for people. */
export function pageOf({ sources, events, handlers }: Catalogue): string {
  const takers = (type: string) => handlers.filter(({ eventType }) => eventType === type);
  const rows = events.map(({ type }) => {
    const from = sources.filter(({ publishes }) => publishes.includes(type)).map(({ name }) => `\`${name}\``);
    const by = takers(type).map(({ name, systems }) => `\`${name}\` → ${systems.join(", ")}`);
    return `| [${type}](#${type.replaceAll(".", "")}) | ${from.join(", ") || "nobody"} | ${by.join("<br>") || "nobody yet"} |`;
  });
  const webhooks = sources.flatMap(({ name, scheme, kinds }) => [
    `| \`${name}\` | ${scheme} | ${kinds.map((kind) => `\`${kind.name}\``).join(", ")} |`,
  ]);
  return [
    "# Events",
    "",
    "Written by `npm run events`, which a test holds to it. [asyncapi.yaml](asyncapi.yaml) says the same to programs, with every schema.",
    "",
    "| event type | published by | taken by, for which system |",
    "| --- | --- | --- |",
    ...rows,
    "",
    "| source | signed by | kinds that become events |",
    "| --- | --- | --- |",
    ...webhooks,
    "",
    ...events.flatMap(eventSection),
  ].join("\n");
}

interface Member {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
}

function eventSection({ type, schema }: CataloguedEvent): string[] {
  const {
    description = "",
    properties = {},
    required = [],
  } = schema as {
    readonly description?: string;
    readonly properties?: Readonly<Record<string, Member>>;
    readonly required?: readonly string[];
  };
  const rows = Object.entries(properties).map(([name, member]) => {
    const words =
      member.enum === undefined ? "" : ` One of ${member.enum.map((word) => `\`${String(word)}\``).join(", ")}.`;
    const kind = [member.type ?? []].flat().join(" or ");
    return `| \`${name}\` | ${kind} | ${required.includes(name) ? "yes" : ""} | ${`${member.description ?? ""}${words}`.replaceAll("|", "\\|").trim()} |`;
  });
  return [`## ${type}`, "", description, "", "| field | type | required | |", "| --- | --- | --- | --- |", ...rows, ""];
}
