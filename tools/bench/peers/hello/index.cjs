// The least that a function under the Functions Framework can be.
const { http } = require("@google-cloud/functions-framework");

http("hello", (request, response) => {
  response.status(201).json({ outcome: "hello" });
});
