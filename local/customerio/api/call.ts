import type { Context } from "hono";
import { parseObject } from "../../core/json.ts";
import { readUrl } from "../../core/remembering.ts";
import type { Workspace } from "../state/workspace.ts";

/** What requests are answered from. */
export interface CustomerioEnvironment {
  readonly Bindings: {
    readonly workspace: Workspace;
    /** How many operations of a batch to refuse as invalid. */
    readonly failures: number;
  };
}

/** An HTTP call, parsed as far as every endpoint needs. */
export interface Call {
  /** The path parameter `:id`, decoded. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** The parsed body: {} if absent, undefined if not a JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly bytes: number;
  readonly failures: number;
}

type Handle = (workspace: Workspace, call: Call) => Response | Promise<Response>;

/** A route's handler that receives the parsed call. */
export function answering(handle: Handle): (context: Context<CustomerioEnvironment>) => Promise<Response> {
  return async ({ req, env: { workspace, failures } }) => {
    const text = await req.text();
    return handle(workspace, {
      id: req.param("id") ?? "",
      query: readUrl(req.url).searchParams,
      body: text === "" ? {} : parseObject(text),
      bytes: Buffer.byteLength(text),
      failures,
    });
  };
}
