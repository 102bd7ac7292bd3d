import type { Plugin } from "esbuild";

/**
 * What jsforce would load and our use of it never calls: its own HTTP client (we give it a transport), forms, and the XML
 * of its SOAP and metadata APIs. They are five sixths of its size and most of its load time. Should a call reach
 * one after all, it fails at once; the tests in test/local/runner run the clients from their bundles.
 */
const LEFT_OUT: Readonly<Record<string, string>> = {
  undici: "exports.Agent = class {}",
  "form-data": "module.exports = class {}",
  xml2js: "",
};

/** Other packages' undici stays: only what jsforce imports is left out. */
export const leaveOut: Plugin = {
  name: "leave-out",
  setup(build) {
    build.onResolve({ filter: /^(?:undici|form-data|xml2js)$/ }, ({ path, importer }) =>
      /node_modules\/jsforce\//.test(importer) ? { path, namespace: "left-out" } : undefined,
    );
    build.onLoad({ filter: /.*/, namespace: "left-out" }, ({ path }) => ({
      contents: LEFT_OUT[path] ?? "",
      loader: "js",
    }));
  },
};
