import { isUtcByName } from "../payload/times.ts";
import type { Given } from "../payload/given.ts";
import type { KindPlace } from "../payload/kind.ts";
import type { Leaf } from "../payload/leaves.ts";
import type { Scheme } from "../schemes.ts";
import { memberCode } from "../names.ts";
import { placeCode, placeIn } from "./place.ts";
import type { Kind } from "./kind.ts";

/** The parts of a source besides its kinds. */
export interface Sending extends Pick<Given, "body" | "items"> {
  readonly scheme: Scheme;
  readonly kind: KindPlace | undefined;
}

/** How senders check the URL before they send: docs/sources.md. */
const URL_CHECKS: Readonly<Record<string, string>> = {
  dropbox: "({ challenge }) => challenge",
  mailchimp: '() => ""',
  mandrill: '() => ""',
  meta: '(query) => query["hub.challenge"]',
  nylas: "({ challenge }) => challenge",
  trello: '() => ""',
};

/** functions/sources/NAME.ts. */
export function sourceCode(source: string, { scheme, kind, body, items }: Sending, kinds: readonly Kind[]): string {
  const needsId = scheme.idHeader !== undefined && kinds.some(({ guess: { id } }) => id === undefined);
  const headers = [
    ...(needsId ? [scheme.idHeader] : []),
    ...(kind !== undefined && "header" in kind ? [kind.header] : []),
  ];
  const urlCheck = Object.hasOwn(URL_CHECKS, source) ? URL_CHECKS[source] : undefined;
  const mapped = kinds.map((one) => mappingCode(one, scheme.idHeader)).join("\n");
  const imports = importsOf(kinds).map((line) => `${line}\n`);
  return `${imports.join("")}import { defineSource } from "../runtime/define/source.ts";
import { ${scheme.export} } from "../runtime/signatures/${scheme.module}.ts";

/** Made from what ${source} has sent once. Its documentation is to be read for what else it sends, and how it tries again. */
export default defineSource({
  name: "${source}",
  signature: ${scheme.code},
  accepted: 200, // some senders count nothing else as success${urlCheck === undefined ? "" : `\n  urlCheck: ${urlCheck}, // by a GET, before anything is sent`}${headers.length > 0 ? `\n  headers: ${JSON.stringify(headers)},` : ""}${body === "json" ? "" : `\n  body: "${body}",`}${items === undefined ? "" : `\n  items: ${JSON.stringify(items)},`}
  kind: ${kindCode(kind)},
  kinds: {
    ${mapped}
  },
});
`;
}

function kindCode(kind: KindPlace | undefined): string {
  if (kind === undefined) return `() => "webhook"`;
  if ("header" in kind) return `(_webhook, { headers }) => headers["${kind.header}"] ?? ""`;
  const places = kind.paths.map((path) => `webhook${path.map((name) => memberCode(name)).join("")}`);
  const [only = "", another] = places;
  return `(webhook) => ${another === undefined ? only : `\`${places.map((place) => `\${${place}}`).join(".")}\``}`;
}

/** The imports of the mappings, besides those of every source. */
export function importsOf(kinds: readonly Kind[]): string[] {
  const hasWholeName = kinds.some(({ event }) => event.fields.some((field) => field.isWholeName));
  return hasWholeName ? [`import { namesIn } from "../runtime/reading/person-name.ts";`] : [];
}

export function mappingCode({ name, schema, guess, event }: Kind, idHeader: string | undefined): string {
  const { id, time, email, subject } = guess;
  const at = (leaf: typeof id) => (leaf === undefined ? "undefined" : placeCode(leaf, schema));
  const textAt = (leaf: Leaf) => {
    const place = placeIn(leaf, schema);
    return place.schema?.type === "string" ? place.code : `String(${place.code})`;
  };
  const fromHeader = id === undefined && idHeader !== undefined;
  const data = [
    ...event.fields.map(({ name: member, leaf, isWholeName }) =>
      isWholeName === true
        ? `...namesIn({ name: ${placeCode(leaf, schema)} })`
        : `${member}: ${placeCode(leaf, schema)}`,
    ),
    ...Object.entries(event.constants).map(([member, value]) => `${member}: ${JSON.stringify(value)}`),
  ];
  const who =
    email === undefined ? `subject: ${subject === undefined ? '"all"' : textAt(subject)}` : `person: ${at(email)}`;
  const when = `time: ${time === undefined ? "undefined" : timeCode(time, at(time))}`;
  const neverWaits = time === undefined || event.type === "contact.unsubscribed" ? ", neverWaits: true" : "";
  const which = id === undefined ? (fromHeader ? `id: headers["${idHeader}"],` : "") : `id: ${textAt(id)},`;
  return `${JSON.stringify(name)}: (webhook${fromHeader ? ", { headers }" : ""}) => [
      { ${which} type: "${event.type}", ${who}, ${when}${neverWaits}, data: { ${data.join(", ")} } },
    ],`;
}

function timeCode(time: Leaf, code: string): string {
  return isUtcByName(time) ? `\`\${${code}}Z\`` : code;
}
