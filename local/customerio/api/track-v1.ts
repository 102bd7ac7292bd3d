import { malformed, refused, taken } from "./answers.ts";
import type { Call } from "./call.ts";
import { track } from "../state/events.ts";
import { pathIdentifier } from "../state/identifier.ts";
import { identify } from "../state/identify.ts";
import { checkAttributes, checkEvent, checkIdentifier } from "./limits.ts";
import type { Complaint } from "./limits.ts";
import { deletePerson, suppress, unsuppress } from "../state/removal.ts";
import { readIdentification, readTrack } from "./requests.ts";
import type { Workspace } from "../state/workspace.ts";

/** The Track API, version 1, below /api/v1: https://docs.customer.io/api/track/ */
export async function answerTrackV1(workspace: Workspace, call: Call): Promise<Response> {
  const { method, segments, body } = call;
  const [, , collection, identifier, action = ""] = segments;
  if (body === undefined) return malformed(["the body is not a JSON object"]);
  if (method === "POST" && collection === "events" && segments.length === 3) {
    return takeOr(checkEvent(body, body["data"], workspace.settings), () => {
      track(workspace, readTrack(workspace, undefined, body, body["data"]));
    });
  }
  if (collection !== "customers" || identifier === undefined || segments.length > 5) return refused(404, "not found");
  const change = customerChanges[`${method} ${action}`];
  return change === undefined ? refused(404, "not found") : change(workspace, identifier, body);
}

type CustomerChange = (
  workspace: Workspace,
  identifier: string,
  body: Readonly<Record<string, unknown>>,
) => Promise<Response>;

const customerChanges: Record<string, CustomerChange> = {
  "PUT ": (workspace, identifier, body) =>
    takeOr(both(checkIdentifier("identifier", identifier), checkAttributes(body)), () =>
      identify(workspace, readIdentification(workspace, pathIdentifier(identifier), body)),
    ),
  "POST events": (workspace, identifier, body) =>
    takeOr(both(checkIdentifier("identifier", identifier), checkEvent(body, body["data"], workspace.settings)), () =>
      track(workspace, readTrack(workspace, pathIdentifier(identifier), body, body["data"])),
    ),
  "DELETE ": (workspace, identifier) => removeBy(deletePerson, workspace, identifier),
  "POST suppress": (workspace, identifier) => removeBy(suppress, workspace, identifier),
  "POST unsuppress": (workspace, identifier) => removeBy(unsuppress, workspace, identifier),
};

function removeBy(remove: typeof deletePerson, workspace: Workspace, identifier: string): Promise<Response> {
  return takeOr(checkIdentifier("identifier", identifier), () => remove(workspace, pathIdentifier(identifier)));
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
