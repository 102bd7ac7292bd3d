import http from "node:http";
import type { Clock } from "../clock.ts";
import { type AccessToken, createAccessToken } from "./access-token.ts";
import { abortAfter } from "../clock.ts";
import { DeliveryError, PermanentError, UnavailableError } from "../define/errors.ts";
import type { Message } from "./message.ts";

/** Publishes messages that share one ordering key to a topic; resolves when Pub/Sub has stored them. */
export type Publish = (topic: string, messages: readonly Message[]) => Promise<void>;

export interface PublisherOptions {
  readonly projectId: string;
  /** Stands before every topic's name. */
  readonly prefix: string;
  /** HOST:PORT of an emulator, from PUBSUB_EMULATOR_HOST; without it Google's own service. */
  readonly emulatorHost: string | undefined;
  readonly clock: Clock;
  /** Where the access token comes from, where there is no emulator: by default the metadata server. */
  readonly accessToken?: AccessToken;
}

/** Both tries together end within this: customer.io hangs up after 4 s, Zoom after 3, and a cold start comes first. */
const BUDGET_MS = 1500;
const FIRST_TRY_MS = 900;
const PAUSE_MS = 50;
/** One webhook can hold events of a thousand people. */
const MOST_SOCKETS = 32;

/**
 * Publishes over Pub/Sub's REST API with keep-alive. The official client costs twice a cold start and twice the memory
 * (npm run bench measures it beside this): https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish
 * @throws UnavailableError after a second quick failure, PermanentError when Pub/Sub refuses the message itself.
 */
export function createPublisher(options: PublisherOptions): Publish {
  const post = createPost(options);

  return async function publish(topic, messages) {
    const { clock } = options;
    const path = `/v1/projects/${options.projectId}/topics/${encodeURIComponent(options.prefix + topic)}:publish`;
    const body = JSON.stringify({ messages: messages.map(toRest) });
    const started = clock.now();
    try {
      await post(path, body, { milliseconds: FIRST_TRY_MS });
    } catch (error) {
      if (!(error instanceof UnavailableError) || isFinal(error.reason.status)) throw error;
      await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
      await post(path, body, { milliseconds: BUDGET_MS - (clock.now() - started), isFresh: true });
    }
  };
}

/** Answers that a second try can't change: a missing topic, a missing right, a token that is refused. */
function isFinal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 429;
}

function toRest({ data, attributes, orderingKey }: Message) {
  return { data: data.toString("base64"), attributes, ...(orderingKey === undefined ? {} : { orderingKey }) };
}

/** One POST with a deadline over all of it: token, connection, headers and body. */
function createPost({ emulatorHost, clock, accessToken = createAccessToken(clock) }: PublisherOptions) {
  const origin = emulatorHost === undefined ? "https://pubsub.googleapis.com" : `http://${emulatorHost}`;
  let transport: Promise<Transport> | undefined;

  // A second try opens a connection of its own: after a pause all those kept alive may be dead without a word.
  return async function post(path: string, body: string, { milliseconds, isFresh = false }: Try): Promise<void> {
    const deadline = abortAfter(clock, milliseconds, () => unavailable("TIMEOUT"));
    try {
      const { request, agent } = await (transport ??= loadTransport(origin));
      const authorization =
        emulatorHost === undefined ? { authorization: `Bearer ${await accessToken(deadline.signal)}` } : {};
      const headers = {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        ...authorization,
      };
      const options = { method: "POST", agent: isFresh ? false : agent, headers, signal: deadline.signal };
      const status = await send(() => request(origin + path, options), body);
      if (status === 400 || status === 413) throw refusedMessage(status);
      if (status !== 200) throw unavailable(`HTTP_${status}`, status);
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      throw deadline.signal.aborted ? deadline.signal.reason : unavailable(codeOf(error), undefined, error);
    } finally {
      deadline.cancel();
    }
  };
}

interface Try {
  readonly milliseconds: number;
  readonly isFresh?: boolean;
}

interface Transport {
  readonly request: (url: string, options: http.RequestOptions) => http.ClientRequest;
  readonly agent: http.Agent;
}

/** node:http rather than fetch: it is loaded already, by the Functions Framework. */
async function loadTransport(origin: string): Promise<Transport> {
  const module = origin.startsWith("https:") ? (await import("node:https")).default : http;
  return {
    request: (url, options) => module.request(url, options),
    agent: new module.Agent({ keepAlive: true, maxSockets: MOST_SOCKETS }),
  };
}

/** The status of the answer, once all of it has arrived. */
function send(open: () => http.ClientRequest, body: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = open();
    request.on("error", reject);
    request.on("response", (response) => {
      response.on("error", reject);
      response.on("end", () =>
        response.complete ? resolve(response.statusCode ?? 0) : reject(new Error("the answer broke off")),
      );
      response.resume();
    });
    request.end(body);
  });
}

const OPERATION = "POST /topics/{topic}:publish";

function refusedMessage(status: number): PermanentError {
  return new PermanentError(`Pub/Sub refuses the message itself: HTTP_${status}`, {
    code: `HTTP_${status}`,
    system: "pubsub",
    operation: OPERATION,
    status,
  });
}

function unavailable(code: string, status?: number, cause?: unknown): UnavailableError {
  const reason = { code, system: "pubsub", operation: OPERATION, ...(status === undefined ? {} : { status }) };
  return new UnavailableError(`Pub/Sub did not take the message: ${code}`, reason, { cause });
}

function codeOf(error: unknown): string {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : "NETWORK";
}
