import type { Plugin } from "esbuild";

/**
 * The parts of jsforce that our use never calls: its HTTP client (we pass a transport), files, and the XML of the SOAP
 * and metadata APIs. They are five sixths of its size and most of its load time. If a call reaches one after all, it
 * fails at once; test/clients/salesforce/bundle.test.ts runs queries and bulk jobs from a bundle.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  undici: "exports.Agent = class {}",
  "form-data": "module.exports = class {}",
  xml2js: "",
};

/**
 * The parts of google-gax, under Pub/Sub's client, that a subscriber never calls: whole APIs (IAM, long-running
 * operations, locations) of which gax only uses the JSON and re-exports the classes, and a streams polyfill. They were
 * a quarter of a batch function's bundle; test/bundler/output.test.ts has one fetch from Pub/Sub.
 */
const UNUSED_BY_GAX = /\/protos\/(?:iam_service|operations|locations)$|^web-streams-polyfill\//;

/** Only jsforce's import of undici is left out; other packages keep theirs. */
export const leaveOut: Plugin = {
  name: "leave-out",
  setup(build) {
    build.onResolve({ filter: /^(?:undici|form-data|xml2js)$/ }, ({ path, importer }) =>
      /node_modules\/jsforce\//.test(importer) ? { path, namespace: "left-out" } : undefined,
    );
    build.onResolve({ filter: UNUSED_BY_GAX }, ({ path, importer }) =>
      /node_modules\/(?:google-gax|fetch-blob)\//.test(importer) ? { path, namespace: "left-out" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: LEFT_OUT[path] ?? "",
      loader: "js",
    }));
    // With require, these packages duplicate all their code for /sync; as ES modules the two entries share it.
    build.onResolve({ filter: /^csv-(?:parse|stringify)(?:\/sync)?$/ }, ({ path, kind, importer, resolveDir }) =>
      kind === "require-call" ? build.resolve(path, { kind: "import-statement", importer, resolveDir }) : undefined,
    );
  },
};
