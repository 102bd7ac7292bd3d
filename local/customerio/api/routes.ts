import { Hono } from "hono";
import { refused } from "./answers.ts";
import { appApi } from "./app-api.ts";
import type { CustomerioEnvironment } from "./call.ts";
import { trackV1 } from "./track-v1.ts";
import { trackV2 } from "./track-v2.ts";

/** All of customer.io's APIs that there are here, on one host. */
export const routes = new Hono<CustomerioEnvironment>();

routes.use(({ req }, next) => (isDecodable(req.raw.url) ? next() : notDecodable()));
routes.route("/api/v1", trackV1);
routes.route("/api/v2", trackV2);
routes.route("/v1", appApi);
routes.notFound(() => refused(404, "not found"));
routes.onError((error) => {
  throw error;
});

const notDecodable = () => Promise.resolve(refused(400, "the path is not decodable"));

function isDecodable(url: string): boolean {
  try {
    decodeURIComponent(new URL(url).pathname);
    return true;
  } catch {
    return false;
  }
}
