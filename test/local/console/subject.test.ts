import { describe, expect, it } from "@jest/globals";
import { subjectIn } from "../../../local/console/people/person.ts";

describe("subjectIn", () => {
  it.each([
    [" Ada@Example.com ", "ada@example.com"],
    ["ada@bücher.example", "ada@xn--bcher-kva.example"],
    ["Ada Lovelace <ada@example.com>", "ada@example.com"],
    ["cus_TQ7x2mNcVb4KpL", "cus_TQ7x2mNcVb4KpL"],
  ])("of %j is %j", (given, subject) => {
    expect(subjectIn(given)).toBe(subject);
  });

  it.each(["", "  ", "\u200b"])("refuses %j, which every record would mention", (given) => {
    expect(() => subjectIn(given)).toThrow("the address is empty");
  });
});
