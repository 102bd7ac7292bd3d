import { join } from "node:path";
import { endWithReader } from "../bundler/closed-output.ts";
import { root } from "../bundler/paths.ts";
import { fidelity } from "./fidelity/main.ts";

endWithReader();

process.exitCode = await fidelity(process.argv.slice(2), {
  environment: process.env,
  page: join(root, "docs/fidelity.md"),
  date: new Date().toISOString().slice(0, 10),
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
