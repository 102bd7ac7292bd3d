import { createServer, type Server } from "node:net";

/** Listens at that port of 127.0.0.1. Rejects with a sentence when it is taken. */
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

/** Rejects with a sentence when that port is taken: to be asked before what takes time. */
export async function checkPort(port: number): Promise<void> {
  const server = await listenAt(createServer(), port);
  await new Promise((resolve) => server.close(resolve));
}
