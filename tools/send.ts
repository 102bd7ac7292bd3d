import { parseArgs } from "node:util";
import { earlierMessages, followDeliveries } from "./send/deliveries.ts";
import { setFault, reportFault } from "./send/faults.ts";
import { freshSample } from "../local/console/send/sample.ts";
import { postWebhook } from "./send/webhook.ts";

const usage = `npm run send -- SOURCE KIND [options]

Signs a sample (samples/webhooks/SOURCE/KIND.json) as the sender would, posts it, and shows what each handler makes of it.
Ends with 1 if it was refused or quarantined, or if a handler has not done its work.

  --fault SYSTEM:FAULT     that system's next write fails so, e.g. salesforce:apply-then-drop
  --match "POST /path"     which call the fault befalls, instead of the next write
  --email ADDRESS          whom it is about, instead of the sample's person
  --id ID                  the delivery's id, e.g. one that was printed: the same again is the sender's retry
  --timeout SECONDS        how long to wait for the handlers, default 15
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
      timeout: { type: "string" },
      url: { type: "string" },
      help: { type: "boolean" },
    },
  });
  if (values.help === true) return console.log(usage);
  if (source === undefined || kind === undefined) throw new Error(usage);
  const url = values.url ?? `http://localhost:${process.env["PORT"] ?? "8080"}`;
  const timeoutMs = millisecondsOf(values.timeout ?? "15");
  const sample = freshSample(source, kind, { email: values.email, id: values.id });
  if (values.fault !== undefined) await setFault(url, values.fault, values.match);

  const earlier = await earlierMessages(url);
  const { status, text, outcome, events } = await postWebhook(url, source, sample);
  console.log(`${status} ${text.trim()}`);
  const fate = await followDeliveries(url, events, { earlier, timeoutMs });
  if (values.fault !== undefined) await reportFault(url, fate);
  if (status >= 300 || outcome === "quarantined" || fate !== "handled") process.exitCode = 1;
}

function millisecondsOf(seconds: string): number {
  const milliseconds = Number(seconds) * 1000;
  if (!(milliseconds > 0)) throw new Error(`--timeout is "${seconds}"; a number of seconds is expected, e.g. 60`);
  return milliseconds;
}

try {
  await send();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
