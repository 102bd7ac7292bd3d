import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { CommandError } from "../../../local/core/problems.ts";
import { endpoints, type Google } from "../../../tools/google/ask.ts";

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

export interface FakeGoogle {
  readonly google: Google;
  readonly asked: readonly Asked[];
  close(): Promise<void>;
}

/** Answers as Google's documents say; what is undefined is answered by 404. Nobody is asked for credentials. */
export async function startGoogle(answer: (asked: Asked) => unknown): Promise<FakeGoogle> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const one = {
        method: request.method ?? "",
        path: request.url ?? "",
        body: text === "" ? null : JSON.parse(text),
      };
      asked.push(one);
      const body = answer(one);
      response.writeHead(body === undefined ? 404 : 200, { "content-type": "application/json" });
      response.end(JSON.stringify(body ?? { error: { message: "Not found" } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    asked,
    google: {
      project: "acme",
      urls: { ...endpoints, bigquery: url, logging: url, pubsub: url, secretmanager: url },
      async ask(method, address, body) {
        const response = await fetch(address, { method, ...(body && { body: JSON.stringify(body) }) });
        if (!response.ok) throw new CommandError(`refused: ${await response.text()}`);
        return response.json();
      },
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What BigQuery answers with these rows of one column. */
export function rowsOf(...rows: readonly object[]): object {
  return {
    jobComplete: true,
    jobReference: { projectId: "acme", jobId: "job_1", location: "EU" },
    rows: rows.map((row) => ({ f: [{ v: JSON.stringify(row) }] })),
  };
}
