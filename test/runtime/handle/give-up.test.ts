import { describe, expect, it } from "@jest/globals";
import { createFailures } from "../../../functions/runtime/handle/give-up.ts";

describe("createFailures", () => {
  it("remembers a bounded number of codes", () => {
    const failures = createFailures();
    const at = (index: number) => ({ code: `CODE_${index}`, system: "salesforce" });
    for (const person of ["ada@example.com", "grace@example.com"]) failures.note("1", at(0), { person, at: 0 });
    expect(failures.isShared(at(0), 0)).toBe(true);
    for (let index = 1; index <= 1000; index += 1) failures.note("1", at(index), { person: "ada@example.com", at: 0 });
    expect(failures.isShared(at(0), 0)).toBe(false);
  });

  it("remembers the thousand messages that failed last, and no more", () => {
    const failures = createFailures();
    const reason = { code: "INVALID_FIELD", system: "salesforce" };
    for (let index = 0; index < 1000; index += 1) failures.note(`${index}`, reason, { person: "", at: 0 });
    for (const again of ["0", "1000"]) failures.note(again, reason, { person: "", at: 0 });
    const timesOf = (messageId: string) => failures.of(messageId)?.times;
    expect(["0", "1", "2", "1000"].map(timesOf)).toEqual([2, undefined, 1, 1]);
  });
});
