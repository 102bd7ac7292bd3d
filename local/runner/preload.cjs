// Loaded into each function's process by the local runner, before the Functions Framework: keeps its server on
// 127.0.0.1, where the framework would open it to the network, tells the runner which port it got, and ends with it.
const { Server } = require("node:net");

const { listen } = Server.prototype;
Server.prototype.listen = function listenOnLoopback(port, callback) {
  return listen.call(this, { port: Number(port), host: "127.0.0.1" }, () => {
    callback();
    process.send({ port: this.address().port });
  });
};
process.once("disconnect", () => process.exit(0));
