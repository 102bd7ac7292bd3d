import { fullFormats } from "ajv-formats/dist/formats.js";
import { isEmail } from "../../functions/runtime/reading/email.ts";
import { isTime } from "../../functions/runtime/reading/time.ts";

/** The implementation of `format` in schemas: ajv-formats, except for formats that the runtime parses itself. */
export const formats = { ...fullFormats, email: isEmail, "date-time": isTime };

const OURS: Readonly<Record<string, { readonly name: string; readonly file: string }>> = {
  email: { name: "isEmail", file: "../../functions/runtime/reading/email.ts" },
  "date-time": { name: "isTime", file: "../../functions/runtime/reading/time.ts" },
};

/** Replaces `formats` in a validator's code by imports of those it uses, so that a bundle includes no others. */
export function importFormats(code: string): string {
  const places = code.matchAll(/\bformats(?:\.(\w+)|\["([\w-]+)"\])/g);
  const asked = [...new Set([...places].map(([, plain, quoted = ""]) => plain ?? quoted))];
  if (asked.length === 0) return "";
  const members = asked.map((name) => [name, OURS[name]?.name ?? `fullFormats[${JSON.stringify(name)}]`] as const);
  return [
    ...asked.flatMap((name) => (OURS[name] === undefined ? [] : [importOf(OURS[name])])),
    ...(asked.every((name) => name in OURS) ? [] : [`import { fullFormats } from "ajv-formats/dist/formats.js";`]),
    `const formats = { ${members.map(([name, value]) => `${JSON.stringify(name)}: ${value}`).join(", ")} };`,
  ].join("\n");
}

function importOf({ name, file }: { readonly name: string; readonly file: string }): string {
  return `import { ${name} } from ${JSON.stringify(file)};`;
}
