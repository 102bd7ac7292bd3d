import { parseXml as parseDocument, XmlElement, XmlText } from "@rgrove/parse-xml";
import { RefusedPayloadError } from "../define/errors.ts";

const MAX_DEPTH = 64;

/**
 * The root element as a member of its name. Prefixes are dropped, since senders choose them; an element without
 * attributes and child elements is its text, a list if its name is repeated, null if xsi:nil; attributes are members
 * prefixed with @, text beside them is `#text`. A document's own entities are not expanded: the parser refuses them.
 * @throws RefusedPayloadError with code NOT_XML or TOO_DEEP.
 */
export function parseXml(body: Buffer): unknown {
  const { root } = documentIn(body);
  if (root === null) throw refused("NOT_XML", "is not XML");
  return { [localName(root.name)]: valueOf(root, 1) };
}

function documentIn(body: Buffer): ReturnType<typeof parseDocument> {
  try {
    return parseDocument(body.toString().trimStart());
  } catch {
    // The parser's message quotes the text: it is left out.
    throw refused("NOT_XML", "is not XML");
  }
}

function valueOf({ attributes, children }: XmlElement, depth: number): unknown {
  if (depth > MAX_DEPTH) throw refused("TOO_DEEP", `is nested deeper than ${MAX_DEPTH} levels`);
  const members = new Map<string, unknown>();
  for (const [name, value] of Object.entries(attributes).filter(([one]) => !/^xmlns(?::|$)/.test(one)))
    members.set(`@${localName(name)}`, value);
  if (members.get("@nil") === "true") return null;
  const elements = children.filter((child) => child instanceof XmlElement);
  for (const [name, ofOne] of Map.groupBy(elements, (element) => localName(element.name))) {
    const values = ofOne.map((element) => valueOf(element, depth + 1));
    members.set(name, values.length === 1 ? values[0] : values);
  }
  const text = children.map((child) => (child instanceof XmlText ? child.text : "")).join("");
  if (members.size === 0) return text;
  if (text.trim() !== "") members.set("#text", text);
  return Object.fromEntries(members);
}

function localName(name: string): string {
  return name.slice(name.indexOf(":") + 1);
}

function refused(code: string, what: string): RefusedPayloadError {
  return new RefusedPayloadError(`the body ${what}`, { code, system: "schema" });
}
