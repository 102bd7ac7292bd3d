import { endWithReader } from "../bundler/closed-output.ts";
import { createUnit } from "./new/main.ts";

endWithReader();

process.exitCode = await createUnit(process.argv.slice(2), {
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
