import { Hono } from "hono";
import { readUrl } from "../../core/remembering.ts";
import { refused, taken } from "./answers.ts";
import { appApi } from "./app-api.ts";
import type { CustomerioEnvironment } from "./call.ts";
import { trackV1 } from "./track-v1.ts";
import { trackV2 } from "./track-v2.ts";
import { isDecodable } from "../../core/routes.ts";

/** All supported customer.io APIs on one host. */
export const routes = new Hono<CustomerioEnvironment>();

routes.use(({ req }, next) => {
  const { pathname } = readUrl(req.raw.url);
  if (!isDecodable(pathname)) return Promise.resolve(refused(400, "the path is not decodable"));
  return isEncoded(pathname) || !pathname.startsWith("/api/") ? next() : Promise.resolve(taken());
});
routes.route("/api/v1", trackV1);
routes.route("/api/v2", trackV2);
routes.route("/v1", appApi);
routes.notFound(() => refused(404, "not found"));
routes.onError((error) => {
  throw error;
});

/** For an identifier with an unencoded `+`, `@` or `&`, the Track API answers 200 and does nothing. */
function isEncoded(path: string): boolean {
  return !/[+@&]/.test(path);
}
