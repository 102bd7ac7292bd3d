import type { FaultRule } from "../../../local/core/faults.ts";
import type { DeliveryRecord } from "../../../local/pubsub/delivery/push.ts";
import { type Runner, type RunnerOptions, startRunner } from "../../../local/runner/runner.ts";
import { SENT_TOPIC } from "../../../functions/runtime/pubsub/names.ts";
import { buildOf, HANDLERS } from "./build-of.ts";
import { createHistory, poll, type History } from "./history.ts";
import { formFill, freshId, type SignedWebhook, signForApp, signForCustomerio } from "./webhooks.ts";

export interface Line {
  readonly name: string;
  readonly text: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: { readonly outcome?: string; readonly events?: readonly string[]; readonly reason?: string };
}

/** GET /api/state, as far as the tests look into it. */
export interface State {
  readonly salesforce: { readonly [object: string]: readonly Fields[] };
  readonly customerio: { readonly people: readonly Fields[]; readonly events: readonly Fields[] };
  readonly pubsub: {
    readonly subscriptions: readonly Fields[];
    readonly deadLetters: readonly Letter[];
    readonly rejected: readonly Letter[];
  };
}

export interface Fields {
  readonly [field: string]: unknown;
}

export interface Letter {
  readonly data: string;
  readonly attributes: { readonly [name: string]: string };
}

/** The whole fast lane, running on this machine. */
export interface FastLane {
  readonly runner: Runner;
  /** Everything that the functions have printed. */
  readonly lines: History<Line>;
  readonly deliveries: History<DeliveryRecord>;
  ask(method: string, path: string, body?: unknown): Promise<{ status: number; text: string }>;
  state(): Promise<State>;
  /**
   * The state once nothing is under way. On a busy machine a first try to publish may last too long and be followed by another: the
   * event is then delivered twice, and once more after what was waited for.
   */
  settled(): Promise<State>;
  /** Posts what its sender has signed. */
  post(source: string, webhook: SignedWebhook): Promise<Answer>;
  /** Signs with the development secret, and posts until it is answered 201, as a sender does. */
  send(source: "app" | "customerio", body: Buffer, id?: string): Promise<Answer>;
  /** A form fill by somebody new, up to its acknowledgement. */
  submitForm(email: string, id?: string): Promise<DeliveryRecord>;
  handled(id: string, subscription?: string): Promise<DeliveryRecord>;
  fault(...rules: FaultRule[]): Promise<void>;
  /** Until the faults have struck so often altogether. */
  struck(times: number): Promise<void>;
  secretOf(source: string): string;
  reset(): Promise<void>;
  close(): Promise<void>;
}

interface LaneOptions extends Pick<RunnerOptions, "saveIn" | "settings"> {
  readonly dist?: string;
  readonly handlers?: readonly string[];
}

export async function startFastLane({ saveIn, settings, ...options }: LaneOptions = {}): Promise<FastLane> {
  const build =
    options.dist === undefined
      ? await buildOf(options.handlers ?? HANDLERS)
      : { dist: options.dist, remove: () => Promise.resolve() };
  const lines = createHistory<Line>();
  const deliveries = createHistory<DeliveryRecord>();
  const runner = await startRunner({
    port: 0,
    dist: build.dist,
    onLine: (name, text) => lines.add({ name, text }),
    ...(saveIn !== undefined && { saveIn }),
    ...(settings !== undefined && { settings }),
  });
  runner.world.pubsub.broker.onDelivery(deliveries.add);

  const secretOf = (source: string) => runner.sources().find(({ name }) => name === source)?.secrets[0] ?? "";
  const lane: FastLane = {
    runner,
    lines,
    deliveries,
    secretOf,
    ask: (method, path, body) => ask(runner.url + path, method, body),
    state: async () => JSON.parse((await lane.ask("GET", "/api/state")).text),
    async settled() {
      // Dead letters and rejected webhooks lie where they are, and what is noted for the sweep waits for it.
      const isUnderWay = ({ name, topic, undelivered }: Fields) =>
        runner.functions.has(String(name)) && topic !== SENT_TOPIC && undelivered !== 0;
      await poll(async () => !(await lane.state()).pubsub.subscriptions.some(isUnderWay), "the end of all deliveries");
      return lane.state();
    },
    async post(source, { headers, body }) {
      const response = await fetch(`${runner.url}/webhooks/${source}`, {
        method: "POST",
        headers,
        body: new Uint8Array(body),
      });
      return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
    },
    async send(source, body, id) {
      const signing = { secret: secretOf(source), ...(id === undefined ? {} : { id }) };
      const webhook = source === "app" ? signForApp(body, signing) : signForCustomerio(body, signing);
      for (let tries = 1; ; tries += 1) {
        const { status, ...answer } = await lane.post(source, webhook);
        if (status === 201) return { status, ...answer };
        // A busy machine may not publish in time.
        if (status !== 503 || tries === 10)
          throw new Error(`${source} answered ${status} ${JSON.stringify(answer.body)}`);
      }
    },
    async submitForm(email, id = freshId()) {
      await lane.send("app", formFill({ email }), id);
      return lane.handled(id);
    },
    handled: (id, subscription) =>
      deliveries.first(isAcknowledgement(id, subscription), `the acknowledgement of ${id}`),
    async fault(...rules) {
      const { status, text } = await lane.ask("POST", "/api/faults", rules);
      if (status !== 200) throw new Error(text);
    },
    struck: (times) => poll(() => hits(runner) >= times, `${times} struck calls`),
    async reset() {
      await lane.ask("DELETE", "/api/state");
      deliveries.clear();
    },
    close: () => runner.close().then(build.remove),
  };
  return lane;
}

async function ask(url: string, method: string, body: unknown): Promise<{ status: number; text: string }> {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, body === undefined ? { method } : { method, headers, body: text });
  return { status: response.status, text: await response.text() };
}

function isAcknowledgement(id: string, subscription?: string) {
  return (record: DeliveryRecord) =>
    record.attributes["ce-id"] === id &&
    record.outcome === "acknowledged" &&
    (subscription === undefined || record.subscription.endsWith(`/${subscription}`));
}

function hits(runner: Runner): number {
  return runner.world.faults.list().reduce((sum, rule) => sum + rule.hits, 0);
}

/** What everyone outside holds of a person who has sent a form: exactly one of each, when all is right. */
export function tracesOf(state: State, email: string) {
  const leads = state.salesforce["Lead"]?.filter((lead) => lead["Email"] === email) ?? [];
  const people = state.customerio.people.filter((person) => person["email"] === email);
  return {
    leads: leads.length,
    members: state.salesforce["CampaignMember"]?.filter((member) =>
      leads.some((lead) => lead["Id"] === member["LeadId"]),
    ).length,
    people: people.length,
    named: people.filter((person) => (person["attributes"] as Fields)["last_name"] === "Lovelace").length,
    events: state.customerio.events.filter((event) => people.some((person) => person["cio_id"] === event["cio_id"]))
      .length,
    deadLetters: state.pubsub.deadLetters.length,
  };
}

/** See tracesOf. */
export const ONCE = { leads: 1, members: 1, people: 1, named: 1, events: 1, deadLetters: 0 };
