import type { Server } from "node:net";

/** Listens at a port of 127.0.0.1. Rejects with a sentence if it is taken. */
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
