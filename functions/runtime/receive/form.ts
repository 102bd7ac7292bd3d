/** The fields of a form (application/x-www-form-urlencoded): a text each, a list of texts where a name stands twice. */
export function parseForm(body: Buffer): Readonly<Record<string, string | string[]>> {
  const fields = new Map<string, string | string[]>();
  for (const [name, value] of new URLSearchParams(body.toString().replace(/^\ufeff/, ""))) {
    const before = fields.get(name);
    fields.set(name, before === undefined ? value : [before, value].flat());
  }
  return Object.fromEntries(fields);
}
