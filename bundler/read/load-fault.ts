import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "@babel/parser";
import { root } from "../paths.ts";

/**
 * Why a file can't be loaded: a sentence that begins with the place of the mistake, if it is in our code, and ends with
 * what to do.
 */
export function loadFault(file: string, error: unknown, checkout = root): string {
  if (!(error instanceof Error)) return `${file} can't be loaded: ${String(error)}`;
  const place = placeOf(file, error, checkout) ?? file;
  const said = error.message.replaceAll(`file://${checkout}/`, "").replaceAll(`${checkout}/`, "").split("\n")[0] ?? "";
  return `${place} can't be loaded: ${error.name}: ${said}${remedyFor(error, checkout)}`;
}

/** The checkout's file that is wrong: a syntax error's stack begins with it, any other stack names the callers. */
function placeOf(file: string, error: Error, checkout: string): string | undefined {
  const [, syntax, at] = /^(?:file:\/\/)?(\/.+):(\d+)\n/.exec(error.stack ?? "") ?? [];
  if (syntax !== undefined) return `${relative(checkout, syntax)}:${at}`;
  if (error instanceof SyntaxError) return lineOfSyntax(file, checkout);
  const own = [...(error.stack ?? "").matchAll(/(?:file:\/\/)?(\/[^\n()]+):(\d+):\d+\)?$/gm)].map(
    ([, path = "", line]) => `${relative(checkout, path)}:${line}`,
  );
  return own.find((place) => /^(?:functions|local|schemas|samples)\//.test(place));
}

/** For some mistakes Node gives no position. */
function lineOfSyntax(file: string, checkout: string): string | undefined {
  try {
    parse(readFileSync(join(checkout, file), "utf8"), { sourceType: "module", plugins: ["typescript"] });
    return undefined;
  } catch (error) {
    const { loc }: { readonly loc?: { readonly line: number } } = Object(error);
    return loc && `${file}:${loc.line}`;
  }
}

function remedyFor(error: Error & { readonly code?: string }, checkout: string): string {
  const { message, code } = error;
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX")
    return ". Node only removes types: use a union of texts instead of an enum, and assigned members instead of parameter properties.";
  if (/does not provide an export named/.test(message)) return ". A type is imported as one: import type { … }.";
  if (/require is not defined|module is not defined|exports is not defined/.test(message))
    return ": import and export default.";
  const [, missing, by = ""] =
    /^(?:Cannot find (?:module|package)|Directory import) '(.+?)'.* imported from (.+)$/.exec(message) ?? [];
  if (missing === undefined) return "";
  return missing.startsWith("/") ? remedyForPath(missing, by, checkout) : remedyForPackage(missing);
}

function remedyForPackage(name: string): string {
  return /^[@~]\/|^~$|^src\b|^functions\b/.test(name)
    ? ". Paths are relative, as ../runtime/define/handler.ts."
    : `. If it is to be installed: npm install --save-exact ${name}`;
}

/** If the file exists under that path plus an extension. */
function remedyForPath(missing: string, by: string, checkout: string): string {
  const near = [`${missing}.ts`, missing.replace(/\.[cm]?js$/, ".ts"), join(missing, "index.ts")].find(
    (path) => path !== missing && existsSync(path),
  );
  if (near === undefined) return "";
  const from = dirname(by.startsWith("file:") ? fileURLToPath(by) : resolve(checkout, by));
  const path = relative(from, near);
  return `. Imports name the file, ending and all: ${path.startsWith(".") ? path : `./${path}`}`;
}
