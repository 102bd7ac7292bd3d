import type { JsonSchema } from "../../../bundler/read/schemas.ts";

/** What of a new source's mapping was not found in the payload, or was made up: a sentence each, with the line that is to be edited. */
export function gapsIn(file: string, code: string, known: ReadonlyMap<string, JsonSchema>): string[] {
  const drafts = [...code.matchAll(/\{\s*(id: [^]*?)?type: "([^"]+)",([^]*?)data: \{((?:[^{}]|\{[^{}]*\})*)\}/g)];
  return drafts.flatMap(({ index, 0: whole, 1: id, 2: type = "", 3: who = "", 4: data = "" }) => {
    const at = (text: string) => {
      const before = code.slice(0, index + Math.max(whole.indexOf(text), whole.indexOf("type: ")));
      return `${file}:${before.split("\n").length}`;
    };
    const properties = Object.keys(Object(known.get(type)?.["properties"]));
    const told = data.includes("namesIn(") ? `${data} firstName lastName` : data;
    const open = properties.filter((name) => name !== "email" && !new RegExp(String.raw`\b${name}\b`).test(told));
    const constants = [...data.matchAll(/\b(\w+): ("[^"]*")/g)].map(([, name, value]) => `${name} is ${value}`);
    return [
      ...(id === undefined ? [`${at("type:")}: no id was found; the whole body stands for it.`] : []),
      ...(who.includes('"all"') ? [`${at('"all"')}: nobody was found whom it is about.`] : []),
      ...(who.includes("neverWaits") ? [`${at("neverWaits")}: no time was found at which it happened.`] : []),
      ...constants.map(
        (one) => `${at("data:")}: ${one} in all of them: functions/configuration says what is done for it.`,
      ),
      ...(open.length > 0 ? [`${at("data:")}: not found of ${type}: ${open.join(", ")}.`] : []),
    ];
  });
}
