import { abortAfter } from "../clock.ts";
import { DeliveryError, PermanentError, UnavailableError } from "../define/errors.ts";
import { createTransport } from "../transport.ts";
import { bodiesOf, MOST_BYTES, MOST_MESSAGES, type PublishBody, sizeOf } from "./bodies.ts";
import { type GoogleOptions, googleApi } from "./google-api.ts";
import { createLimit } from "./limit.ts";
import type { Message } from "./message.ts";
import { createSharing, type PostBody } from "./sharing.ts";
import { errorCode } from "../safe-error.ts";

/**
 * Publishes to a topic any number of messages that share one ordering key, in their order, or that have none, in
 * requests that others may share. Resolves when Pub/Sub has stored them all; if it rejects, some may be stored.
 */
export type Publish = (topic: string, messages: readonly Message[]) => Promise<void>;

export interface PublisherOptions extends Omit<GoogleOptions, "fetch"> {
  readonly projectId: string;
  readonly prefix: string;
  readonly fetch?: GoogleOptions["fetch"];
}

/**
 * For all requests of one call together, including the wait for a free place: Zoom hangs up after 3 s, customer.io
 * after 4.
 */
const PATIENCE_MS = 2500;
const BUDGET_MS = 1500;
const FIRST_TRY_MS = 900;
/** Additional time per try, by size. */
const MS_PER_MB = 100;
const PAUSE_MS = 50;
/** Concurrent requests: one webhook can hold events of a thousand people. */
const MOST_REQUESTS = 32;

/** The expected duration must leave a second of PATIENCE_MS for second tries. */
const FORESEEN_MS = 1500;
/** Within a region; not measured against Google's own service. Our own part is 0.3 ms of CPU (docs/benchmarks.md). */
const ROUND_TRIP_MS = 30;
const CPU_MS_PER_MB = 10;

/**
 * Whether a whole webhook can be published while its sender waits: up to 1,500 people, or any number of one person's
 * events that fit into a body. Otherwise publishing must not begin: each retry would publish the same first part again.
 * @param batches the messages of each coming call of publish(), all at once
 */
export function fitsPatience(batches: Iterable<readonly Message[]>): boolean {
  let requests = 0;
  let longest = 0;
  let bytes = 0;
  for (const messages of batches) {
    const size = sizeOf(messages);
    const count = Math.ceil(Math.max(messages.length / MOST_MESSAGES, size / MOST_BYTES));
    requests += count;
    longest = Math.max(longest, count);
    bytes += size;
  }
  const roundTrips = Math.max(requests / MOST_REQUESTS, longest);
  return roundTrips * ROUND_TRIP_MS + (bytes / 1_000_000) * CPU_MS_PER_MB <= FORESEEN_MS;
}

/**
 * Publishes over Pub/Sub's REST API with keep-alive. The official client costs twice a cold start and twice the memory
 * (npm run bench measures it beside this): https://cloud.google.com/pubsub/docs/reference/rest/v1/projects.topics/publish
 * @throws UnavailableError after a second quick failure, PermanentError when Pub/Sub refuses the message itself.
 */
export function createPublisher(options: PublisherOptions): Publish {
  const { clock } = options;
  const post = createPost(options);
  const limited = createLimit(MOST_REQUESTS);

  async function publishBody(path: string, { messages, bytes }: PublishBody, deadline: number): Promise<void> {
    const text = `{"messages":[${messages}]}`;
    const started = clock.now();
    const sizeMs = Math.round((bytes / 1_000_000) * MS_PER_MB);
    const left = (milliseconds: number) => Math.min(started + milliseconds + sizeMs, deadline) - clock.now();
    try {
      await post(path, text, { milliseconds: left(FIRST_TRY_MS) });
    } catch (error) {
      if (!(error instanceof UnavailableError) || isFinal(error.reason.status) || left(BUDGET_MS) <= PAUSE_MS)
        throw error;
      await new Promise<void>((resolve) => void clock.after(PAUSE_MS, resolve));
      await post(path, text, { milliseconds: left(BUDGET_MS), isFresh: true });
    }
  }

  const alone: PostBody = (path, body, deadline) => limited(() => publishBody(path, body, deadline));
  const shared = createSharing(alone, clock);

  return async function publish(topic, messages) {
    const path = `/v1/projects/${options.projectId}/topics/${encodeURIComponent(options.prefix + topic)}:publish`;
    const deadline = clock.now() + PATIENCE_MS;
    const send = messages[0]?.orderingKey === undefined ? shared : alone;
    for (const body of bodiesOf(messages)) await send(path, body, deadline);
  };
}

/**
 * Statuses that a second try can't change: a missing topic, a missing permission. For a refused token there is a new
 * one.
 */
function isFinal(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500 && status !== 429 && status !== 401;
}

interface Try {
  readonly milliseconds: number;
  /** Over a new connection: after a pause all kept-alive ones may be dead without notice. */
  readonly isFresh?: boolean;
}

/** One POST under a single deadline: token, connection, headers and body. */
function createPost({ clock, fetch: transport = createTransport(clock), ...options }: PublisherOptions) {
  const { origin, fetch } = googleApi("pubsub.googleapis.com", { ...options, clock, fetch: transport });

  return async function post(path: string, body: string, { milliseconds, isFresh = false }: Try): Promise<void> {
    if (milliseconds <= 0) throw unavailable("TIMEOUT");
    const deadline = abortAfter(clock, milliseconds, () => unavailable("TIMEOUT"));
    const { signal } = deadline;
    try {
      const answer = await fetch(origin + path, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body,
        signal,
        isFresh,
        redirect: "manual",
      });
      const { status } = answer;
      // The same status also stands for a key or a region that the project no longer allows, whatever the message.
      if (status === 400 && /"status":\s*"FAILED_PRECONDITION"/.test(await answer.text()))
        throw unavailable("FAILED_PRECONDITION", status);
      if (status === 400 || status === 413) throw refusedMessage(status);
      if (status !== 200) throw unavailable(`HTTP_${status}`, status);
    } catch (error) {
      if (error instanceof DeliveryError) throw error;
      throw signal.aborted ? signal.reason : unavailable(errorCode(error), undefined, error);
    } finally {
      deadline.cancel();
    }
  };
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
