// Loaded into each function's process by the local runner, before the Functions Framework: keeps its server on
// 127.0.0.1, where the framework would open it to the network, and its idle connections open, of which one that closes
// just as the runner reuses it would look like a function that has not answered; lets it call nobody but this machine,
// tells the runner which port it got, which messages a batch has and, asked, that it is not stuck, and ends with it.
const { Server, Socket } = require("node:net");
const { subscribe } = require("node:diagnostics_channel");

subscribe("ycat.batch", (batch) => void process.send({ batch }));
process.on("message", (awake) => void process.send({ awake }));

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(port, callback) {
  this.keepAliveTimeout = 0;
  return listen.call(this, { port: Number(port), host: "127.0.0.1" }, () => {
    callback();
    process.send({ port: this.address().port });
  });
};

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[?::1\]?)$/i;
const { connect } = Socket.prototype;
Socket.prototype.connect = function connectOnLoopback(...given) {
  const [first, second] = Array.isArray(given[0]) ? given[0] : given; // as net.connect hands its arguments on
  const host = typeof first === "object" ? first.host : second;
  if (typeof host !== "string" || LOOPBACK.test(host)) return connect.apply(this, given);
  const error = new Error(`a function on one's own machine must not connect to ${host}: only to stand-ins`);
  process.nextTick(() => this.destroy(Object.assign(error, { code: "NOT_LOOPBACK" }))); // TLS still needs its handle
  return this;
};

process.once("disconnect", () => process.exit(0));
