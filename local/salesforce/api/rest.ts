import { answerCollection } from "./collections.ts";
import { answerComposite } from "./composite.ts";
import { notFound, Refusal } from "./errors.ts";
import { methodNotAllowed } from "./rest-call.ts";
import type { Reply, RestCall } from "./rest-call.ts";
import { answerSobjects } from "./sobjects.ts";

/** The REST API below /services/data/vNN.N/. Bulk jobs, describe and limits are not here yet. */
export async function route(call: RestCall): Promise<Reply> {
  const [resource, second] = call.segments;
  switch (resource) {
    case "query":
      return answerQuery(call);
    case "sobjects":
      return answerSobjects(call);
    case "composite":
      if (second === "sobjects") return answerCollection(call);
      if (call.method !== "POST") throw methodNotAllowed(call.method, "GET,POST");
      return answerComposite(call, route);
    default:
      throw notFound();
  }
}

function answerQuery({ queries, method, segments: [, locator = ""], params, transaction }: RestCall): Reply {
  if (method !== "GET") throw methodNotAllowed(method, "GET,HEAD");
  if (locator !== "") return { status: 200, body: queries.more(locator, transaction.version) };
  const soql = params.get("q");
  if (soql === null) throw new Refusal("MALFORMED_QUERY", "A query string has to be specified");
  return { status: 200, body: queries.run(soql, transaction.version) };
}
