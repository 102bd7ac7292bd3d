import { stripTypeScriptTypes } from "node:module";

// Node 24 runs this project's TypeScript by erasing the types; jest does the same, so that tests run the very code that
// `node` runs, with the same positions. TypeScript 7 has no JavaScript API that another transform could call.
export default {
  process: (source) => ({ code: stripTypeScriptTypes(source) }),
};
