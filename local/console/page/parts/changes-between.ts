type Fields = Readonly<Record<string, unknown>>;

/**
 * What is to be set in one body to make another of it: values by their paths, `data.email`.
 * @throws Error that names a field which the other has no more: what is there can be set, not taken out.
 */
export function changesBetween(before: unknown, after: unknown, path = ""): Record<string, unknown> {
  if (JSON.stringify(before) === JSON.stringify(after)) return {};
  if (!isFields(before) || !isFields(after)) {
    if (path === "") throw new Error("The body must stay a JSON object.");
    return { [path]: after };
  }
  const gone = Object.keys(before).find((name) => !(name in after));
  if (gone !== undefined) throw new Error(`${gone} can't be taken out of the body: set it to null.`);
  const names = Object.keys(after).filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.assign(
    {},
    ...names.map((name) => changesBetween(before[name], after[name], path === "" ? name : `${path}.${name}`)),
  ) as Record<string, unknown>;
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
