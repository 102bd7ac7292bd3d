import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import { createServer, type Socket } from "node:net";
import { listenAt, portOf } from "../../core/listening.ts";

interface ListenerSettings {
  /** Receives HTTP/1 connections; need not listen itself. */
  readonly http1: HttpServer;
  /** Receives HTTP/2 connections. */
  readonly http2: (socket: Socket) => Promise<void>;
}

interface Listener {
  /** "127.0.0.1:PORT" */
  readonly host: string;
  /** Stops listening and closes every connection. */
  close(): Promise<void>;
}

// Every HTTP/2 connection begins with "PRI * HTTP/2.0"; no HTTP/1 method does.
const PREFACE = Buffer.from("PRI ");

/** Listens on one free port for both HTTP versions, as Google's emulator does. */
export async function listen({ http1, http2 }: ListenerSettings): Promise<Listener> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
    // A connection reset by its peer is harmless, but without a listener it would end the process.
    socket.on("error", () => {});
    readPreface(socket, (isHttp2) => (isHttp2 ? void http2(socket) : http1.emit("connection", socket)));
  });
  await listenAt(server, 0);
  return {
    host: `127.0.0.1:${portOf(server)}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reads enough bytes to detect the version and pushes them back. */
function readPreface(socket: Socket, decide: (isHttp2: boolean) => void): void {
  let start = Buffer.alloc(0);
  const onReadable = () => {
    const chunk: unknown = socket.read();
    if (!Buffer.isBuffer(chunk)) return;
    start = Buffer.concat([start, chunk]);
    const isHttp2 = PREFACE.subarray(0, start.length).equals(start.subarray(0, PREFACE.length));
    if (isHttp2 && start.length < PREFACE.length) return;
    socket.off("readable", onReadable);
    socket.unshift(start);
    decide(isHttp2);
  };
  socket.on("readable", onReadable);
}
