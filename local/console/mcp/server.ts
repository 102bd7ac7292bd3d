import type { IncomingMessage, ServerResponse } from "node:http";
import { sendJson } from "../api/answer.ts";
import type { Console } from "../console.ts";
import { refusalOf } from "../api/guard.ts";
import type { Tool } from "./tools.ts";

/**
 * Serves agents over the Model Context Protocol (streamable HTTP) without sessions: requests are independent. The SDK
 * and the tools are loaded on first use. https://modelcontextprotocol.io/specification
 */
export async function answerMcp(console: Console, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return sendJson(response, refusal.status, { error: refusal.error });
  if (request.method !== "POST")
    return sendJson(response, 405, { error: "there are no sessions here: MCP's requests come by POST" });
  const { StreamableHTTPServerTransport } = await import("@modelcontextprotocol/sdk/server/streamableHttp.js");
  const server = await createServer(console);
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  response.once("close", () => void server.close());
  await server.connect(transport);
  await transport.handleRequest(request, response);
}

async function createServer(console: Console) {
  const [{ Server }, { CallToolRequestSchema, ListToolsRequestSchema }, { tools }] = await Promise.all([
    import("@modelcontextprotocol/sdk/server/index.js"),
    import("@modelcontextprotocol/sdk/types.js"),
    import("./tools.ts"),
  ]);
  const server = new Server({ name: "ycat", version: "1" }, { capabilities: { tools: {} } });
  server.setRequestHandler(ListToolsRequestSchema, () => ({ tools: tools.map(described) }));
  server.setRequestHandler(CallToolRequestSchema, ({ params: { name, arguments: given = {} } }) =>
    call(tools, name, (tool) => tool.run(console, given)),
  );
  return server;
}

function described({ name, description, input, isReading, isDestructive }: Tool) {
  const inputSchema = { ...input, type: "object" as const };
  const annotations = { readOnlyHint: isReading, destructiveHint: isDestructive, openWorldHint: false };
  return { name, description, inputSchema, annotations };
}

/** Refusals are results, too: the agent reads the sentence and corrects its request. */
async function call(tools: readonly Tool[], name: string, run: (tool: Tool) => Promise<unknown>) {
  const tool = tools.find((one) => one.name === name);
  try {
    if (tool === undefined)
      throw new Error(`there is no tool ${name}; there are ${tools.map((one) => one.name).join(", ")}`);
    return { content: [{ type: "text" as const, text: JSON.stringify((await run(tool)) ?? "done") }] };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    return { isError: true, content: [{ type: "text" as const, text }] };
  }
}
