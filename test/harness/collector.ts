import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { Ajv2020 } from "ajv/dist/2020.js";

/** A span as OTLP has it in JSON. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: object }[];
  readonly status: { readonly code?: number };
}

const attributes = {
  type: "array",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["key", "value"],
    properties: {
      key: { type: "string", minLength: 1 },
      value: {
        oneOf: [
          {
            type: "object",
            additionalProperties: false,
            required: ["stringValue"],
            properties: { stringValue: { type: "string" } },
          },
          {
            type: "object",
            additionalProperties: false,
            required: ["intValue"],
            properties: { intValue: { type: "string", pattern: "^-?[0-9]+$" } }, // int64 is text in protobuf's JSON
          },
        ],
      },
    },
  },
};
const nano = { type: "string", pattern: "^[1-9][0-9]{18}$" };
const listOf = (required: readonly string[], properties: object) => ({
  type: "array",
  minItems: 1,
  items: { type: "object", additionalProperties: false, required, properties },
});

/** ExportTraceServiceRequest, as far as is sent: https://github.com/open-telemetry/opentelemetry-proto (trace/v1/trace.proto) */
const isExport = new Ajv2020({ allErrors: true }).compile({
  type: "object",
  additionalProperties: false,
  required: ["resourceSpans"],
  properties: {
    resourceSpans: listOf(["resource", "scopeSpans"], {
      resource: { type: "object", additionalProperties: false, properties: { attributes } },
      scopeSpans: listOf(["scope", "spans"], {
        scope: { type: "object", required: ["name"], properties: { name: { const: "ycat" } } },
        spans: listOf(["traceId", "spanId", "name", "kind", "startTimeUnixNano", "endTimeUnixNano"], {
          traceId: { type: "string", pattern: "^[0-9a-f]{32}$" },
          spanId: { type: "string", pattern: "^[0-9a-f]{16}$" },
          parentSpanId: { type: "string", pattern: "^[0-9a-f]{16}$" },
          name: { type: "string", minLength: 1 },
          kind: { enum: [2, 3, 4, 5] },
          startTimeUnixNano: nano,
          endTimeUnixNano: nano,
          attributes,
          status: { type: "object", additionalProperties: false, properties: { code: { enum: [0, 1, 2] } } },
        }),
      }),
    }),
  },
});

interface Export {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: ReceivedSpan["attributes"] };
    readonly scopeSpans: readonly { readonly spans: readonly ReceivedSpan[] }[];
  }[];
}

/** A collector of spans over HTTP, which refuses what is no OTLP in JSON. */
export async function startCollector() {
  const texts: string[] = [];
  const faults: string[] = [];
  const state = { status: 200, isSilent: false };
  const server = createServer((request, response) => {
    request.on("error", () => undefined);
    const take = (text: string) => {
      texts.push(text);
      const isRight =
        request.method === "POST" && request.url === "/v1/traces" && isExport(JSON.parse(text)) && isJson(request);
      if (!isRight) faults.push(`${request.method} ${request.url}: ${JSON.stringify(isExport.errors)} ${text}`);
      if (!state.isSilent)
        response.writeHead(isRight ? state.status : 400, { "content-type": "application/json" }).end("{}");
    };
    void readAll(request).then(take, () => undefined);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const exports = () => texts.map((text): Export => JSON.parse(text));
  return {
    url: `http://127.0.0.1:${port}/v1/traces`,
    state,
    /** Bodies as they came. */
    texts,
    /** What was wrong with them. */
    faults,
    services: () => exports().flatMap(({ resourceSpans }) => resourceSpans.map(({ resource }) => resource.attributes)),
    spans: () =>
      exports().flatMap(({ resourceSpans }) =>
        resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans)),
      ),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function isJson({ headers }: IncomingMessage): boolean {
  return headers["content-type"] === "application/json";
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
