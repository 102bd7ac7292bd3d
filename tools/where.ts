import { dist } from "../bundler/paths.ts";
import { where } from "./where/where.ts";

process.exitCode = where(process.argv.slice(2), {
  dist,
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
