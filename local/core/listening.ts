import type { Server as HttpServer } from "node:http";
import type { Server } from "node:net";

/** Listens at a port of 127.0.0.1; 0 for any free one. Rejects with a sentence if it is taken. */
export function listenAt<One extends Server>(server: One, port: number): Promise<One> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(`Port ${port} is in use: stop what listens there, or set PORT to another.`)
          : error,
      );
    });
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server has no TCP port.");
  return address.port;
}

/** Stops listening and drops open connections. */
export function closeServer(server: HttpServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
