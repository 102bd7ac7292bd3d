import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { describe, it } from "@jest/globals";
import { childrenOf, ended } from "./processes.ts";

/** Starts a child that loops, has it guarded, and says that it has. */
const PARENT = `
  import { spawn } from "node:child_process";
  import { guard } from "${new URL("../../../local/runner/functions/guard.ts", import.meta.url).href}";
  guard(spawn(process.execPath, ["-e", "for (;;);"], { stdio: "ignore" }));
  console.log("guarded");
`;

describe("a function in an endless loop", () => {
  it("ends with a runner that is killed by -9", async () => {
    const parent = spawn(process.execPath, ["--input-type=module", "-e", PARENT]);
    await new Promise((resolve) => createInterface({ input: parent.stdout }).once("line", resolve));
    const children = childrenOf(parent.pid ?? 0);
    parent.kill("SIGKILL");
    await ended(children);
  });
});
