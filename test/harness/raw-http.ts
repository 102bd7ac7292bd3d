import { once } from "node:events";
import net from "node:net";

/** A connection on which a test writes what it likes, right or wrong. */
export interface RawConnection extends Disposable {
  readonly socket: net.Socket;
  /** Resolves with all that has come when it matches, or when the other side has ended the connection. */
  read(until: RegExp): Promise<string>;
  /** Resolves when the connection is over, however it ended. */
  readonly closed: Promise<void>;
}

export async function connectTo(port: number): Promise<RawConnection> {
  const socket = net.connect({ port, host: "127.0.0.1", allowHalfOpen: true });
  let text = "";
  socket.setEncoding("utf8").on("data", (part: string) => (text += part));
  // A reset is one of the ways in which a connection ends.
  const closed = new Promise<void>((resolve) =>
    socket
      .on("error", () => resolve())
      .on("end", resolve)
      .on("close", () => resolve()),
  );
  await once(socket, "connect");
  return {
    socket,
    closed,
    read: (until) =>
      Promise.race([
        closed.then(() => text),
        new Promise<string>((resolve) => {
          const look = () => void (until.test(text) && resolve(text));
          socket.on("data", look);
          look();
        }),
      ]),
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

/** The text of a request, with what Host and Connection say by default. */
export function requestText(
  method: string,
  headers: Readonly<Record<string, string | number>>,
  body: string | Buffer = "",
): Buffer {
  const lines = Object.entries({ host: "localhost", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} / HTTP/1.1\r\n${lines.join("")}\r\n`), Buffer.from(body)]);
}

/** One chunk of a chunked body. */
export function chunk(data: Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${data.length.toString(16)}\r\n`), data, Buffer.from("\r\n")]);
}
