import type { Clock } from "../core/clock.ts";
import { applyFault } from "../core/apply-fault.ts";
import type { Faults } from "../core/faults.ts";
import { type Recall, spellRequest } from "../core/recall.ts";
import { readUrl } from "../core/remembering.ts";
import type { OpenSystem } from "../core/system.ts";
import { answer, appError, refused, taken } from "./api/answers.ts";
import { type Identifier, pathIdentifier } from "./state/identifier.ts";
import { identify } from "./state/identify.ts";
import { deletePerson, suppress, unsuppress } from "./state/removal.ts";
import { readIdentification } from "./api/requests.ts";
import { routes } from "./api/routes.ts";
import { seedPeople } from "./state/seed.ts";
import { createUlid } from "./state/ulid.ts";
import { createWorkspace, holdWorkspace, isHoldable, nowSeconds } from "./state/workspace.ts";
import type { Workspace, WorkspaceSettings } from "./state/workspace.ts";

/** The keys that the stand-in accepts. */
export const localKeys = { siteId: "development-site", apiKey: "development-api-key", appKey: "development-app-key" };

type Settings = Partial<WorkspaceSettings> & { readonly clock: Clock };

/** A customer.io workspace and its users' actions outside the APIs. People are named as in a Track path. */
export interface Customerio extends Pick<OpenSystem, "fetch" | "state" | "hold" | "seed" | "reset"> {
  suppress(identifier: string): void;
  unsuppress(identifier: string): void;
  deletePerson(identifier: string): void;
  /** Sets attributes as of now; resolves once applied. */
  editPerson(identifier: string, attributes: Record<string, unknown>): Promise<void>;
}

/** A customer.io workspace behind the Track API (/api/v1, /api/v2) and the App API (/v1), on any host. */
export function createCustomerio(options: Settings & { faults?: Faults; recall?: Recall }): Customerio {
  const { faults, recall } = options;
  const settings = withDefaults(options);
  const workspace = createWorkspace(settings);
  const empty = holdWorkspace(workspace);

  const answerAs = async (request: Request, fault?: Partial<Struck>): Promise<Response> => {
    if (!isAuthorized(request)) return unauthorized(settings, readUrl(request.url).pathname);
    const { failures = 0, failsEvents = false } = fault ?? {};
    const struck = failsEvents ? { ...workspace, failsEvents } : workspace;
    const make = async () => routes.fetch(request, { workspace: struck, failures });
    if (recall === undefined) return make();
    return recall(fault === undefined ? await spellRequest(request, []) : undefined, make);
  };
  const answerRequest = (request: Request) => answerAs(request);

  async function fetch(request: Request): Promise<Response> {
    if (faults === undefined) return answerRequest(request);
    const path = readUrl(request.url).pathname;
    const rule = faults.take("customerio", { method: request.method, path });
    if (rule?.fault === "401-once" || isLockedOut(faults)) return unauthorized(settings, path);
    if (rule === undefined) return answerRequest(request);
    if (rule.fault === "207") return answerAs(request, { failures: rule.rows ?? 1 });
    if (rule.fault === "failed_event") return answerAs(request, { failsEvents: true });
    if (rule.fault === "200-dropped") return dropSilently(workspace, request, path, answerRequest);
    return applyFault(rule, request, answerRequest, settings.clock);
  }

  return {
    fetch,
    state: () => stateOf(workspace),
    hold: () => (isHoldable(settings) ? holdWorkspace(workspace) : undefined),
    seed: (records) => seedPeople(workspace, records),
    reset: () => empty.putBack(),
    suppress: (identifier) => suppress(workspace, named(identifier)),
    unsuppress: (identifier) => unsuppress(workspace, named(identifier)),
    deletePerson: (identifier) => deletePerson(workspace, named(identifier)),
    editPerson: (identifier, attributes) =>
      identify(workspace, readIdentification(workspace, named(identifier), attributes)),
  };
}

/** Like a Track path, but an e-mail may begin with cio_. */
function named(identifier: string): Identifier {
  return pathIdentifier(identifier.includes("@") ? identifier.replace(/^cio_/, "CIO_") : identifier);
}

function withDefaults({ clock, onChange, ...others }: Settings): WorkspaceSettings {
  const { random = Math.random, lagMs = 0, raceMs = 0, appCallsPerSecond = Infinity } = others;
  const { nonUlidIds = "accept", eventsForUnknown = "create" } = others;
  const { activityIds = "sent", activityTimes = "sent" } = others;
  const undocumented = { nonUlidIds, eventsForUnknown, activityIds, activityTimes };
  return { clock, onChange, random, lagMs, raceMs, appCallsPerSecond, ...undocumented };
}

const BASIC = `Basic ${Buffer.from(`${localKeys.siteId}:${localKeys.apiKey}`).toString("base64")}`;
const BEARER = `Bearer ${localKeys.appKey}`;

/** Checks the Track API's Basic and the App API's Bearer authentication. */
function isAuthorized({ url, headers }: Request): boolean {
  return headers.get("authorization") === (isTrack(readUrl(url).pathname) ? BASIC : BEARER);
}

const isTrack = (path: string) => path.startsWith("/api/");

function unauthorized(settings: WorkspaceSettings, path: string): Response {
  return isTrack(path) ? refused(401, "Unauthorized request") : appError(settings, 401, "unauthorized");
}

/** A fault's changes to one request's answer. */
interface Struck {
  readonly failures: number;
  readonly failsEvents: boolean;
}

/** Whether a `401-forever` has been applied and is still set. */
function isLockedOut(faults: Faults): boolean {
  return faults.list().some((rule) => rule.system === "customerio" && rule.fault === "401-forever" && rule.hits > 0);
}

/** Answers a write as if applied, without applying it. Reads are not affected. */
function dropSilently(
  workspace: Workspace,
  request: Request,
  path: string,
  answerRequest: (request: Request) => Promise<Response>,
): Response | Promise<Response> {
  if (isTrack(path)) return taken();
  if (request.method === "GET") return answerRequest(request);
  const { clock, random } = workspace.settings;
  return answer(200, { delivery_id: createUlid(clock.now(), random), queued_at: nowSeconds(workspace) });
}

function stateOf({ people, events, emails, activities, suppressions }: Workspace): Record<string, unknown[]> {
  return {
    people: people.list(),
    events: [...events.accepted],
    emails: [...emails],
    rawEvents: [...events.received],
    triggered: [...events.triggered],
    activities: [...activities],
    suppressed: suppressions.list(),
  };
}
