import { createUnit } from "./new/main.ts";

process.exitCode = await createUnit(process.argv.slice(2), {
  print: (line) => console.log(line),
  complain: (sentence) => console.error(sentence),
});
