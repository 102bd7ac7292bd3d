import { parseArgs } from "node:util";
import { deliveredMessages, followDeliveries } from "./send/deliveries.ts";
import { setFault, reportFault } from "./send/faults.ts";
import { freshSample } from "./send/samples.ts";
import { postWebhook } from "./send/webhook.ts";

const usage = `npm run send -- SOURCE KIND [options]

Signs a sample (samples/webhooks/SOURCE/KIND.json) as the sender would, posts it, and shows what becomes of it.

  --fault SYSTEM:FAULT     that system's next write fails so, e.g. salesforce:apply-then-drop
  --match "POST /path"     which call the fault befalls, instead of the next write
  --email ADDRESS          whom it is about, instead of the sample's person
  --id ID                  the delivery's id, e.g. one that was printed: the same again is the sender's retry
  --url URL                where ycat runs, default http://localhost:$PORT or :8080
`;

async function send(): Promise<void> {
  const {
    positionals: [source, kind],
    values,
  } = parseArgs({
    allowPositionals: true,
    options: {
      fault: { type: "string" },
      match: { type: "string" },
      email: { type: "string" },
      id: { type: "string" },
      url: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true || source === undefined || kind === undefined) throw new Error(usage);
  const url = values.url ?? `http://localhost:${process.env["PORT"] ?? "8080"}`;
  const sample = freshSample(source, kind, { email: values.email, id: values.id });
  if (values.fault !== undefined) await setFault(url, values.fault, values.match);

  const earlier = await deliveredMessages(url);
  const { status, text, events } = await postWebhook(url, source, sample);
  console.log(`${status} ${text.trim()}`);
  const fate = await followDeliveries(url, events, earlier);
  if (values.fault !== undefined) await reportFault(url, fate);
  if (status !== 201) process.exitCode = 1;
}

try {
  await send();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
