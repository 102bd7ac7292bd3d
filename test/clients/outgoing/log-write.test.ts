import { describe, expect, it } from "@jest/globals";
import { logWrite } from "../../../functions/clients/outgoing/log-write.ts";
import { keepLines } from "../connect.ts";

const write = { system: "somewhere", operation: "PATCH /things/{id}" };

function linesOf(written: Omit<Parameters<typeof logWrite>[1], keyof typeof write>) {
  const { log, lines } = keepLines();
  logWrite(log, { ...write, ...written });
  return lines;
}

describe("logWrite", () => {
  it("tells which record was written, and which of its fields, and nothing that they hold", () => {
    expect(linesOf({ records: ["00QHs00000000001"], fields: { Email: "jane@example.com", LastName: "Doe" } })).toEqual([
      {
        level: "info",
        message: "record written",
        ...write,
        records: ["00QHs00000000001"],
        fields: ["Email", "LastName"],
      },
    ]);
  });

  it.each([
    ["an address as a field's name", { fields: { "jane@example.com": 1 } }, { fields: ["*"] }],
    ["words as a field's name", { fields: { "Jane Doe": 1, "Jane Roe": 2, plan: 3 } }, { fields: ["*", "plan"] }],
    ["an address as an id", { records: ["jane@example.com"], fields: {} }, { fields: [] }],
  ])("tells nothing of %s", (_what, written, told) => {
    expect(linesOf(written)).toEqual([{ level: "info", message: "record written", ...write, ...told }]);
  });

  it("stays short, however much is written", () => {
    const many = Object.fromEntries(Array.from({ length: 5000 }, (_, index) => [`field_${index}`, index]));
    const [line] = linesOf({ records: Object.keys(many), fields: many });
    expect(JSON.stringify(line).length).toBeLessThan(6000);
  });
});
