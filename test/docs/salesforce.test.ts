import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "@jest/globals";
import { root } from "../../bundler/paths.ts";
import { faultOfCode } from "../../functions/clients/salesforce/api/fault-by-code.ts";

const page = await readFile(join(root, "docs/salesforce.md"), "utf8");
const [, section = ""] = page.split(/^## Errors that wait$/m);
const rows =
  section
    .split(/^## /m)[0]
    ?.split("\n")
    .filter((line) => line.startsWith("| `")) ?? [];
const codes = rows.flatMap((row) =>
  [...(row.split("|")[1] ?? "").matchAll(/`([A-Z_]+)(…?)`/g)].map(([, code = "", more = ""]) =>
    more === "" ? code : `${code}_X`,
  ),
);

describe("docs/salesforce.md", () => {
  it.each(codes)("tells truly that %s waits", (code) => {
    expect(["org", "nobody"]).toContain(faultOfCode(code));
  });

  it("tells of those that people have met", () => {
    expect(codes).toEqual(
      expect.arrayContaining([
        "INVALID_FIELD",
        "INACTIVE_OWNER_OR_USER",
        "REQUEST_LIMIT_EXCEEDED",
        "INVALID_OPERATION_WITH_EXPIRED_PASSWORD",
        "ENTITY_IS_LOCKED",
        "INVALID_GRANT",
        "STORAGE_LIMIT_EXCEEDED",
        "URL_NOT_RESET",
      ]),
    );
  });
});
