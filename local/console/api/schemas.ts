import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "@babel/parser";
import { OUTCOMES, VERDICTS } from "../contract/events.ts";
import { anything, byName, flag, list, number, object, oneOf, ref, type Schema, text } from "./json-schema.ts";

type Statement = ReturnType<typeof parse>["program"]["body"][number];
type Interface = Extract<Statement, { type: "TSInterfaceDeclaration" }>;
type Type = Extract<Statement, { type: "TSTypeAliasDeclaration" }>["typeAnnotation"];
type Member = Interface["body"]["body"][number];

const FOLDER = join(import.meta.dirname, "../contract");

/** The interfaces and types that contract/ exports, and the comment on each. */
const declared = new Map<string, Interface | Type>();
const remarks = new Map<string, Schema>();

let read: Readonly<Record<string, Schema>> | undefined;

/**
 * The types of contract/ as schemas, for clients in other languages, read from their source, once. A comment is the
 * description; its tags (`@minimum 0`) are keywords of JSON Schema. Tests validate every answer. (The libraries for this need
 * TypeScript's JavaScript API, which TypeScript 7 has not.)
 */
export function schemas(): Readonly<Record<string, Schema>> {
  read ??= readContract();
  return read;
}

function readContract(): Readonly<Record<string, Schema>> {
  for (const file of readdirSync(FOLDER)) declare(readFileSync(join(FOLDER, file), "utf8"));
  const schemaCalled = (name: string, type: Interface | Type) => LISTED[name] ?? schemaOf(type);
  return Object.fromEntries(
    [...declared].map(([name, type]) => [name, { ...schemaCalled(name, type), ...remarks.get(name) }]),
  );
}

/** Types of a constant's items. */
const LISTED: Readonly<Record<string, Schema>> = { Verdict: oneOf(...VERDICTS), EventOutcome: oneOf(...OUTCOMES) };

function declare(source: string): void {
  for (const statement of parse(source, { sourceType: "module", plugins: ["typescript"] }).program.body) {
    const one = statement.type === "ExportNamedDeclaration" ? statement.declaration : undefined;
    if (one?.type !== "TSInterfaceDeclaration" && one?.type !== "TSTypeAliasDeclaration") continue;
    declared.set(one.id.name, one.type === "TSInterfaceDeclaration" ? one : one.typeAnnotation);
    remarks.set(one.id.name, remarkOn(statement));
  }
}

const KEYWORDS: Readonly<Record<string, Schema>> = {
  TSStringKeyword: text,
  TSNumberKeyword: number,
  TSBooleanKeyword: flag,
  TSNullKeyword: { type: "null" },
  TSObjectKeyword: { type: "object" },
  TSUnknownKeyword: anything,
};

function schemaOf(type: Interface | Type): Schema {
  switch (type.type) {
    case "TSTypeOperator": // readonly
    case "TSParenthesizedType":
      return schemaOf(type.typeAnnotation);
    case "TSLiteralType":
      return oneOf(wordOf(type));
    case "TSArrayType":
      return list(schemaOf(type.elementType));
    case "TSTupleType":
      return {
        type: "array",
        prefixItems: type.elementTypes.map((one) =>
          schemaOf(one.type === "TSNamedTupleMember" ? one.elementType : one),
        ),
        items: false,
      };
    case "TSUnionType":
      return unionOf(type.types.filter((one) => one.type !== "TSUndefinedKeyword"));
    case "TSTypeReference":
      return referred(nameOf(type.typeName), type.typeParameters?.params ?? []);
    case "TSInterfaceDeclaration":
    case "TSIntersectionType":
    case "TSTypeLiteral":
      return objectWith(membersOf(type));
    default:
      return KEYWORDS[type.type] ?? fail(type);
  }
}

function fail({ type, loc }: Type): never {
  throw new Error(`contract/ has a ${type} in line ${loc?.start.line}, which no schema can be made of`);
}

function unionOf(types: readonly Type[]): Schema {
  const isEnumeration = types.every((one) => one.type === "TSLiteralType");
  return isEnumeration ? oneOf(...types.map(wordOf)) : { anyOf: types.map(schemaOf) };
}

function wordOf(type: Type): unknown {
  return type.type === "TSLiteralType" ? Reflect.get(type.literal, "value") : undefined;
}

function nameOf(node: object): string {
  return String(Reflect.get(node, "name"));
}

function referred(name: string, [first, second]: readonly Type[]): Schema {
  if (name === "Readonly" && first !== undefined) return schemaOf(first);
  return name === "Record" && second !== undefined ? byName(schemaOf(second)) : ref(name);
}

/** An object's members, with those of what it extends. */
function membersOf(type: Interface | Type): readonly Member[] {
  if (type.type === "TSIntersectionType") return type.types.flatMap(membersOf);
  if (type.type === "TSTypeLiteral") return type.members;
  if (type.type === "TSInterfaceDeclaration")
    return [...(type.extends ?? []).flatMap(({ expression }) => inherited(nameOf(expression))), ...type.body.body];
  return type.type === "TSTypeReference" ? inherited(nameOf(type.typeName)) : [];
}

function inherited(name: string): readonly Member[] {
  const type = declared.get(name);
  return type === undefined ? [] : membersOf(type);
}

function objectWith(members: readonly Member[]): Schema {
  const properties: Record<string, Schema> = {};
  const optional: string[] = [];
  let others = {};
  for (const member of members) {
    const type = "typeAnnotation" in member ? member.typeAnnotation : undefined;
    const schema = type?.type === "TSTypeAnnotation" ? schemaOf(type.typeAnnotation) : anything;
    if (member.type === "TSIndexSignature") others = { additionalProperties: schema };
    if (member.type !== "TSPropertySignature") continue;
    properties[nameOf(member.key)] = { ...schema, ...remarkOn(member) };
    if (member.optional === true) optional.push(nameOf(member.key));
  }
  return { ...object(properties, optional), ...others };
}

/** What the comment right above says; a file's own comment has an empty line below it. */
function remarkOn({ leadingComments, loc }: Pick<Statement, "leadingComments" | "loc">): Schema {
  const comment = leadingComments?.at(-1);
  if (comment?.loc?.end.line !== (loc?.start.line ?? 0) - 1) return {};
  const lines = comment.value.split("\n").map((line) => line.replace(/^[\s*]+/, "").trim());
  const tags = lines.flatMap((line) => {
    const [, keyword, value = ""] = /^@(\w+) (.+)$/.exec(line) ?? [];
    return keyword === undefined ? [] : [[keyword, /^\d+$/.test(value) ? Number(value) : value] as const];
  });
  const description = lines
    .filter((line) => !line.startsWith("@"))
    .join(" ")
    .trim();
  return { ...(description !== "" && { description }), ...Object.fromEntries(tags) };
}
