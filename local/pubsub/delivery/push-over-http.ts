import http from "node:http";
import https from "node:https";
import type { Push } from "./push.ts";

// As many as the largest push window, so that no request waits for a connection while its deadline runs.
const MAX_SOCKETS = 1000;
const MAX_IDLE_SOCKETS = 100;
// The real service's user agent.
const USER_AGENT = "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)";

interface HttpPush {
  readonly push: Push;
  /** Closes idle connections. */
  close(): void;
}

/** Pushes over kept-alive connections. */
export function createHttpPush(): HttpPush {
  const settings = { keepAlive: true, maxSockets: MAX_SOCKETS, maxFreeSockets: MAX_IDLE_SOCKETS };
  const plain = new http.Agent(settings);
  const secure = new https.Agent(settings);
  return {
    push(endpoint, body, signal) {
      const bytes = Buffer.from(JSON.stringify(body));
      const headers = { "content-type": "application/json", "content-length": bytes.length, "user-agent": USER_AGENT };
      const isSecure = endpoint.startsWith("https:");
      const options = { method: "POST", headers, signal, agent: isSecure ? secure : plain };
      const request = isSecure ? https.request(endpoint, options) : http.request(endpoint, options);
      request.end(bytes);
      return statusOf(request);
    },
    close() {
      plain.destroy();
      secure.destroy();
    },
  };
}

function statusOf(request: http.ClientRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    request.on("error", reject);
    request.on("response", (response) => {
      response.on("error", reject);
      response.on("end", () => resolve(response.statusCode ?? 0));
      response.resume();
    });
    // 102 precedes the final answer, and acknowledges all the same.
    request.on("information", ({ statusCode }) => {
      if (statusCode !== 102) return;
      resolve(statusCode);
      request.destroy();
    });
  });
}
