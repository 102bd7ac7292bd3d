import http from "node:http";
import type { Wrong } from "../candidates.ts";
import { identify } from "../raw-systems.ts";

/** As own-fetch.ts, by Node's own modules. */
export const ownSocket: Wrong = {
  name: "own-socket",
  uses: ["customerio"],
  caughtBy: "isolation",
  says: "calls node:http's request itself",
  async run(event, systems) {
    await identify(systems, event);
    http
      .request("http://127.0.0.1:9/")
      .on("error", () => {})
      .end();
  },
};
