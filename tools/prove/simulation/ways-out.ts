import childProcess from "node:child_process";
import dgram from "node:dgram";
import dns from "node:dns";
import dnsPromises from "node:dns/promises";
import http from "node:http";
import http2 from "node:http2";
import https from "node:https";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import tls from "node:tls";
import { allOf, replaceMember } from "./replace.ts";

const PROCESSES = ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"];
const LOOK_UPS = Object.keys(dnsPromises).filter((name) => /^(lookup|resolve|reverse)/.test(name));

/** By the name used in findings: the object, and its members that leave the process. */
const WAYS: Readonly<Record<string, readonly [object, readonly string[]]>> = {
  "": [globalThis, ["fetch", "WebSocket", "EventSource"]],
  "node:http": [http, ["request", "get"]],
  "node:https": [https, ["request", "get"]],
  "node:http2": [http2, ["connect"]],
  "node:net": [net, ["connect", "createConnection"]],
  "node:net Socket": [net.Socket.prototype, ["connect"]],
  "node:tls": [tls, ["connect"]],
  "node:dgram": [dgram, ["createSocket"]],
  "node:dns": [dns, LOOK_UPS],
  "node:dns/promises": [dnsPromises, LOOK_UPS],
  "node:child_process": [childProcess, PROCESSES],
};

/**
 * Blocks every way out of the process except what connect() gives to a client. A caller for whom `isHeld` is true gets
 * an error; others are unaffected. Returns a function that unblocks them.
 */
export function closeWaysOut(isHeld: (way: string) => boolean): () => void {
  const undo = Object.entries(WAYS).flatMap(([module, [owner, names]]) =>
    names.map((name) =>
      close(owner, name, () => isHeld(module === "" ? name : `${module}'s ${name}`.replace(" Socket's", "'s Socket"))),
    ),
  );
  syncBuiltinESMExports();
  return allOf([...undo, syncBuiltinESMExports]);
}

function close(owner: object, name: string, isHeld: () => boolean): () => void {
  const real: unknown = Reflect.get(owner, name);
  if (typeof real !== "function") return () => {};
  const refuse = () => {
    if (isHeld()) throw new TypeError("a handler and a client have no way out but what connect() is given");
  };
  const guarded = new Proxy(real, {
    apply(target, self, given) {
      refuse();
      return Reflect.apply(target, self, given);
    },
    construct(target, given, made) {
      refuse();
      return Reflect.construct(target, given, made);
    },
  });
  return replaceMember(owner, name, guarded);
}
