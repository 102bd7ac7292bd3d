import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { parseXml, XmlElement } from "@rgrove/parse-xml";
import { root } from "../../bundler/paths.ts";

export const salesforceDirectory = join(root, "salesforce");

/** A file of salesforce/, as the sf command would read it. */
export interface Metadata {
  /** Relative to salesforce/. */
  readonly path: string;
  /** What the file's name says it is called, and which type: `Person_Key__c`, `field`. */
  readonly name: string;
  readonly suffix: string;
  /** The object whose folder it is in. */
  readonly object: string | undefined;
  readonly root: XmlElement;
}

/** All metadata of salesforce/. Throws where a file is no XML. */
export const metadata: readonly Metadata[] = globSync("**/*-meta.xml", { cwd: salesforceDirectory })
  .toSorted()
  .map((path) => {
    const [name = "", suffix = ""] = basename(path, "-meta.xml").split(/\.(?=[^.]+$)/);
    const { root: element } = parseXml(readFileSync(join(salesforceDirectory, path), "utf8"));
    if (element === null) throw new Error(`${path} has no root element`);
    return { path, name, suffix, object: /objects\/(\w+)\//.exec(dirname(path) + "/")?.[1], root: element };
  });

/** Those of one type. */
export function ofType(suffix: string): readonly Metadata[] {
  return metadata.filter((file) => file.suffix === suffix);
}

/** Child elements of that name. */
export function children(element: XmlElement, name: string): XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement && child.name === name) as XmlElement[];
}

/** The text of the child of that name; undefined where there is none. */
export function text(element: XmlElement, name: string): string | undefined {
  return children(element, name)[0]?.text;
}
