import { Hono } from "hono";
import { malformed, refused, taken } from "./answers.ts";
import { answering, type CustomerioEnvironment } from "./call.ts";
import { track } from "../state/events.ts";
import { pathIdentifier } from "../state/identifier.ts";
import { identify } from "../state/identify.ts";
import { checkAttributes, checkEvent, checkIdentifier } from "./limits.ts";
import type { Complaint } from "./limits.ts";
import { mergePeople } from "../state/merge.ts";
import { deletePerson, suppress, unsuppress } from "../state/removal.ts";
import { readIdentification, readMerge, readTrack } from "./requests.ts";
import type { Workspace } from "../state/workspace.ts";

type Body = Readonly<Record<string, unknown>>;

/** The Track API, version 1: https://docs.customer.io/api/track/ */
export const trackV1 = new Hono<CustomerioEnvironment>();

trackV1.put(
  "/customers/:id",
  withBody((workspace, id, body) =>
    takeOr(both(checkIdentifier("identifier", id), checkAttributes(body)), () =>
      identify(workspace, readIdentification(workspace, pathIdentifier(id), body)),
    ),
  ),
);
trackV1.delete("/customers/:id", withPerson(deletePerson));
trackV1.post("/customers/:id/suppress", withPerson(suppress));
trackV1.post("/customers/:id/unsuppress", withPerson(unsuppress));
trackV1.post(
  "/customers/:id/events",
  withBody((workspace, id, body) =>
    takeOr(both(checkIdentifier("identifier", id), checkEvent(body, body["data"], workspace.settings)), () =>
      track(workspace, readTrack(workspace, pathIdentifier(id), body, body["data"])),
    ),
  ),
);
trackV1.post(
  "/events",
  withBody((workspace, _id, body) =>
    takeOr(checkEvent(body, body["data"], workspace.settings), () =>
      track(workspace, readTrack(workspace, undefined, body, body["data"])),
    ),
  ),
);
trackV1.post(
  "/merge_customers",
  withBody((workspace, _id, body) => {
    const merge = readMerge(body);
    return merge === undefined
      ? Promise.resolve(malformed(["primary and secondary are required"]))
      : takeOr([], () => mergePeople(workspace, merge));
  }),
);
trackV1.get(
  "/accounts/region",
  answering(() => Response.json({ url: "https://track.customer.io", data_center: "us", environment_id: 1 })),
);
trackV1.all("/customers/:id/devices/:device?", () => refused(501, "this stand-in keeps no devices"));

function withBody(handle: (workspace: Workspace, id: string, body: Body) => Promise<Response>) {
  return answering((workspace, { id, body }) =>
    body === undefined ? malformed(["the body is not a JSON object"]) : handle(workspace, id, body),
  );
}

function withPerson(act: typeof deletePerson) {
  return withBody((workspace, id) =>
    takeOr(checkIdentifier("identifier", id), () => act(workspace, pathIdentifier(id))),
  );
}

async function takeOr(complaints: Iterable<Complaint>, apply: () => void | Promise<void>): Promise<Response> {
  const messages = Array.from(complaints, ({ message }) => message);
  if (messages.length > 0) return malformed(messages);
  await apply();
  return taken();
}

function* both(first: Iterable<Complaint>, second: Iterable<Complaint>): Generator<Complaint> {
  yield* first;
  yield* second;
}
