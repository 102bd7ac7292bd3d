/** One HTTP call, read as far as every endpoint needs it. */
export interface Call {
  readonly method: string;
  /** The path's segments, decoded. */
  readonly segments: readonly string[];
  readonly query: URLSearchParams;
  /** Of the body; an absent one is an empty object, one that is no JSON object is undefined. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly bytes: number;
}

/** Reads a request, or says that its path is not decodable (undefined). */
export async function readCall(request: Request): Promise<Call | undefined> {
  const { pathname, searchParams } = new URL(request.url);
  const segments = decodeSegments(pathname);
  if (segments === undefined) return undefined;
  const text = request.body === null ? "" : await request.text();
  return {
    method: request.method,
    segments,
    query: searchParams,
    body: text === "" ? {} : parseObject(text),
    bytes: Buffer.byteLength(text),
  };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function decodeSegments(pathname: string): string[] | undefined {
  try {
    return pathname.split("/").slice(1).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
