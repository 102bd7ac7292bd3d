import { afterEach } from "@jest/globals";

/** What the tests of a file open, to be closed after each of them, first things first. */
export function closingAfterEach(): (() => unknown)[] {
  const closing: (() => unknown)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });
  return closing;
}
