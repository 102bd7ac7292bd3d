import { endWithReader } from "../bundler/closed-output.ts";
import { dist } from "../bundler/paths.ts";
import { where } from "./where/where.ts";

endWithReader();

process.exitCode = where(process.argv.slice(2), {
  dist,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
