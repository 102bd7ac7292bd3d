import { endWithReader } from "../bundler/closed-output.ts";
import { events } from "./events/main.ts";

endWithReader();

process.exitCode = await events(process.argv.slice(2), {
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
