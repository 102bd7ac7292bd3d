import { remembering } from "../../../local/core/remembering.ts";
import { QuickHeaders } from "./quick-headers.ts";

type Init = RequestInit | ResponseInit;

const real = { Request: globalThis.Request, Response: globalThis.Response };

/**
 * Request, Response and Headers for text bodies, which is all that clients and stand-ins exchange. The platform's
 * classes create streams and a signal for each, which made up a quarter of the cost of a case. Other bodies and
 * unsupported members fall back to the platform's classes.
 */
export const quickHttp = {
  Headers: QuickHeaders,
  get Request() {
    return constructorOf(QuickRequest, function construct(...[input, init]: ConstructorParameters<typeof Request>) {
      const given = quickInit(input, init);
      if (given !== undefined) return new QuickRequest(given);
      return new real.Request(input instanceof QuickRequest ? input.whole() : input, init);
    });
  },
  get Response() {
    return constructorOf(QuickResponse, function construct(...[body, init]: ConstructorParameters<typeof Response>) {
      return isText(body) && isQuickStatus(body, init?.status)
        ? new QuickResponse(body, init)
        : new real.Response(body, init);
    });
  },
};

/** A class whose `new` calls `construct`; everything else stays. A proxy would be slower. */
function constructorOf<Class extends object>(quick: { readonly prototype: object }, construct: Class): Class {
  return Object.setPrototypeOf(Object.assign(construct, { prototype: quick.prototype }), quick);
}

type TextBody = string | null | undefined;

/** Whether decoding its bytes gives the same text. */
function isText(body: unknown): body is TextBody {
  return (
    body === null || body === undefined || (typeof body === "string" && body.isWellFormed() && body[0] !== "\uFEFF")
  );
}

function isQuickStatus(body: TextBody, status = 200): boolean {
  return status >= 200 && status <= 599 && (typeof body !== "string" || ![204, 205, 304].includes(status));
}

const hrefOf = remembering((address) => URL.parse(address)?.href);

type QuickInit = Omit<RequestInit, "body"> & { method: string; url: string; text: string | null };

/** The arguments for QuickRequest, if it supports them. */
function quickInit(input: unknown, init: RequestInit = {}): QuickInit | undefined {
  const { method = "GET", body, ...others } = init;
  if (typeof input !== "string" || !isText(body)) return undefined;
  const isKnown = ["POST", "PUT", "PATCH", "DELETE"].includes(method) || (method === "GET" && typeof body !== "string");
  const url = isKnown ? hrefOf(input) : undefined;
  return url === undefined ? undefined : { ...others, method, url, text: body ?? null };
}

abstract class QuickMessage<Whole extends Request | Response = Request | Response> {
  readonly headers: QuickHeaders;
  readonly #text: string | null;
  #isRead = false;
  #whole: Whole | undefined;

  constructor(text: TextBody, headers: Init["headers"]) {
    this.#text = text ?? null;
    this.headers = new QuickHeaders(headers);
    if (this.#text !== null && !this.headers.has("content-type"))
      this.headers.set("content-type", "text/plain;charset=UTF-8");
  }
  protected abstract make(body: string | null, headers: [string, string][]): Whole;
  protected abstract copy(text: string | null): QuickMessage<Whole>;

  get bodyUsed(): boolean {
    return this.#whole?.bodyUsed ?? this.#isRead;
  }
  get body(): ReadableStream | null {
    return this.#text === null ? null : this.whole().body;
  }
  async text(): Promise<string> {
    if (this.#whole !== undefined) return this.#whole.text();
    if (this.#isRead) throw new TypeError("Body is unusable: Body has already been read");
    this.#isRead = this.#text !== null;
    return this.#text ?? "";
  }
  async json(): Promise<unknown> {
    return JSON.parse(await this.text());
  }
  async arrayBuffer(): Promise<ArrayBuffer> {
    return new TextEncoder().encode(await this.text()).buffer;
  }
  clone(): QuickMessage<Whole> | Request | Response {
    if (this.#whole !== undefined) return this.#whole.clone();
    if (this.#isRead) throw new TypeError("Body has already been consumed.");
    return this.copy(this.#text);
  }
  /** The platform's own object. Replaces this one as soon as an unsupported member is used. */
  whole(): Whole {
    if (this.#isRead) throw new TypeError("Body is unusable: Body has already been read");
    return (this.#whole ??= this.make(this.#text, [...this.headers]));
  }
}

class QuickRequest extends QuickMessage<Request> {
  readonly method: string;
  readonly url: string;
  readonly #init: RequestInit;
  #signal: AbortSignal | undefined;

  constructor({ url, text, ...init }: QuickInit) {
    super(text, init.headers);
    this.method = init.method;
    this.url = url;
    this.#init = init;
  }
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof real.Request || Object.prototype.isPrototypeOf.call(QuickRequest.prototype, Object(value));
  }
  /** The caller's own signal. */
  get signal(): AbortSignal {
    return this.#init.signal ?? (this.#signal ??= new AbortController().signal);
  }
  protected override make(body: string | null, headers: [string, string][]): Request {
    return new real.Request(this.url, { ...this.#init, body, headers });
  }
  protected override copy(text: string | null): QuickRequest {
    const { method, url, headers } = this;
    return new QuickRequest({ ...this.#init, method, url, text, headers });
  }
}

class QuickResponse extends QuickMessage<Response> {
  readonly status: number;
  readonly statusText: string;

  constructor(text: TextBody, { status = 200, statusText = "", headers }: ResponseInit = {}) {
    super(text, headers);
    this.status = status;
    this.statusText = statusText;
  }
  static override [Symbol.hasInstance](value: unknown): boolean {
    return (
      value instanceof real.Response || Object.prototype.isPrototypeOf.call(QuickResponse.prototype, Object(value))
    );
  }
  static json(value: unknown, init: ResponseInit = {}): Response {
    const headers = new Headers(init.headers);
    if (!headers.has("content-type")) headers.set("content-type", "application/json");
    return new Response(JSON.stringify(value), { ...init, headers });
  }
  static error = () => real.Response.error();
  static redirect = (...given: Parameters<typeof Response.redirect>) => real.Response.redirect(...given);

  get ok(): boolean {
    return this.status <= 299;
  }
  protected override make(body: string | null, headers: [string, string][]): Response {
    const { status, statusText } = this;
    return new real.Response(body, { status, statusText, headers });
  }
  protected override copy(text: string | null): QuickResponse {
    const { status, statusText, headers } = this;
    return new QuickResponse(text, { status, statusText, headers });
  }
}

leaveTheRest(QuickRequest.prototype, real.Request.prototype);
leaveTheRest(QuickResponse.prototype, real.Response.prototype);

function leaveTheRest(quick: QuickMessage, whole: object): void {
  for (const name of Object.getOwnPropertyNames(whole).filter((member) => !(member in quick)))
    Object.defineProperty(quick, name, {
      get(this: QuickMessage) {
        const own = this.whole();
        const member: unknown = Reflect.get(own, name);
        return typeof member === "function" ? member.bind(own) : member;
      },
    });
}
