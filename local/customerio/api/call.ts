import type { Context } from "hono";
import { parseObject } from "../../core/json.ts";
import { readUrl } from "../../core/remembering.ts";
import type { Workspace } from "../state/workspace.ts";

/** What a request is answered from. */
export interface CustomerioEnvironment {
  readonly Bindings: {
    readonly workspace: Workspace;
    /** How many operations of a batch are refused as if they were wrong. */
    readonly failures: number;
  };
}

/** One HTTP call, read as far as every endpoint needs it. */
export interface Call {
  /** What stands in the path in the place of `:id`, decoded. */
  readonly id: string;
  readonly query: URLSearchParams;
  /** Of the body; an absent one is an empty object, one that is no JSON object is undefined. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly bytes: number;
  readonly failures: number;
}

type Handle = (workspace: Workspace, call: Call) => Response | Promise<Response>;

/** A route's handler that is given its call read. */
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
