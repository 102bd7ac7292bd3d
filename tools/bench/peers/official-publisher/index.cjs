// The source `app` as one would write it by hand: the sender's own library verifies, ajv validates against the same
// schemas, Google's client publishes the same message.
const { http } = require("@google-cloud/functions-framework");
const { PubSub } = require("@google-cloud/pubsub");
const { default: Ajv } = require("ajv/dist/2020");
const { default: addFormats } = require("ajv-formats");
const { Webhook } = require("standardwebhooks");
const formSubmitted = require("../../../../schemas/form.submitted.json");
const appPayload = require("../../../../schemas/sources/app.json");

const ajv = addFormats(new Ajv({ allowUnionTypes: true }));
const isPayload = ajv.compile(appPayload);
const isFormSubmitted = ajv.compile(formSubmitted);
const webhook = new Webhook(process.env.SIGNING_SECRETS);
const topic = new PubSub({ projectId: process.env.GOOGLE_CLOUD_PROJECT }).topic("form.submitted", {
  messageOrdering: true,
});

http("official-publisher", async (request, response) => {
  const payload = verified(request);
  if (payload === undefined) {
    response.status(401).json({ outcome: "refused" });
    return;
  }
  const { type, timestamp, data } = payload;
  if (!isPayload(payload) || type !== "form.submitted" || !isFormSubmitted(data)) {
    response.status(201).json({ outcome: "ignored" });
    return;
  }
  const id = request.get("webhook-id");
  await topic.publishMessage(messageOf(id, timestamp, data));
  console.log(JSON.stringify({ severity: "INFO", message: "event published", eventId: id, eventType: type }));
  response.status(201).json({ outcome: "published", events: [id] });
});

function verified({ rawBody, headers }) {
  try {
    return webhook.verify(rawBody, headers);
  } catch {
    return undefined;
  }
}

function messageOf(id, time, data) {
  const email = data.email.trim().toLowerCase();
  return {
    json: { ...data, email },
    orderingKey: email,
    attributes: {
      "content-type": "application/json",
      "ce-specversion": "1.0",
      "ce-id": id,
      "ce-source": "/sources/app",
      "ce-type": "form.submitted",
      "ce-subject": email,
      "ce-time": time,
    },
  };
}
