import type { Plugin } from "esbuild";

/**
 * What jsforce would load and our use of it never calls: its own HTTP client (we give it a transport), files, and the XML
 * of its SOAP and metadata APIs. They are five sixths of its size and most of its load time. Should a call reach
 * one after all, it fails at once; test/clients/salesforce/bundle.test.ts runs queries and bulk jobs from a bundle.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  undici: "exports.Agent = class {}",
  "form-data": "module.exports = class {}",
  xml2js: "",
};

/**
 * What google-gax, under Pub/Sub's own client, loads besides what a subscriber calls: whole APIs (the rights to a resource, long-running
 * operations, places), of which it uses the JSON alone and only gives their classes on; and streams for a Node that has none. A quarter of a
 * batch function's bundle: test/bundler/output.test.ts has one fetch from Pub/Sub.
 */
const UNUSED_BY_GAX = /\/protos\/(?:iam_service|operations|locations)$|^web-streams-polyfill\//;

/** Other packages' undici stays: only what jsforce imports is left out. */
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
    // For require, these packages bring everything once more for /sync; as modules the two share it.
    build.onResolve({ filter: /^csv-(?:parse|stringify)(?:\/sync)?$/ }, ({ path, kind, importer, resolveDir }) =>
      kind === "require-call" ? build.resolve(path, { kind: "import-statement", importer, resolveDir }) : undefined,
    );
  },
};
