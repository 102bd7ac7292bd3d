import { operationsOf } from "../core/routes.ts";
import type { OpenSystem, StandIn, Surroundings } from "../core/system.ts";
import { routes } from "./api/routes.ts";
import { comparable, records, cures } from "./proof/records.ts";
import { costOf, touches } from "./proof/requests.ts";
import { faultsFor, slackFaults } from "./proof/faults.ts";
import { interventions, startingStates } from "./proof/circumstances.ts";
import { rehearsal } from "./rehearsal.ts";
import { createSlack, type Slack } from "./slack.ts";
import { messageId } from "./state/workspace.ts";
import { configuredChannels } from "./state/channels.ts";

declare module "../core/system.ts" {
  interface OpenSystems {
    slack: Slack & OpenSystem;
  }
}

const TOKEN = "xoxb-development-token";

/** A Slack workspace. */
export default {
  name: "slack",
  settings: (url) => ({ SLACK_URL: url, SLACK_BOT_TOKEN: TOKEN }),
  faults: slackFaults,
  operations: operationsOf(routes, /^\/api/),
  operationOf: ({ method, url }) => `${method} ${url.pathname.replace(/^\/api/, "")}`,
  faultsFor,
  isHarmless: ({ url }) => !url.pathname.endsWith("/chat.postMessage"),
  comparable,
  touches,
  happenings: ["messages"],
  cures,
  impossible: [
    {
      fault: "late-apply after 90 s",
      operation: "POST /chat.postMessage",
      reason:
        "Slack has no idempotency key: a message that appears only after the next delivery has looked for it is posted twice",
    },
  ],
  costOf,
  records,
  idOf: (kind, record) => (kind === "messages" ? messageId(Object(record)) : Object(record).id),
  rehearsal,
  open,
} satisfies StandIn;

function open(surroundings: Surroundings): Slack & OpenSystem {
  const workspace = createSlack({ ...surroundings, token: TOKEN });
  return {
    ...workspace,
    state: () => ({ ...workspace.state() }),
    setUp(configuration) {
      const present = new Set(workspace.state().channels.map(({ id }) => id));
      workspace.seed({ channels: configuredChannels(configuration).filter(({ id }) => !present.has(id)) });
    },
    editRecord(kind, id, fields) {
      const channel = kind === "channels" ? workspace.state().channels.find((one) => one.id === id) : undefined;
      if (channel === undefined) throw new Error(`Slack's ${kind} can't be changed: a channel that is there can.`);
      workspace.seed({ channels: [{ ...channel, ...fields, id }] });
    },
    deleteRecord(kind, id) {
      const message = kind === "messages" ? workspace.state().messages.find((one) => messageId(one) === id) : undefined;
      if (message === undefined) throw new Error(`Slack's ${kind} can't be deleted: a message that is there can.`);
      workspace.deleteMessage(message);
    },
    startingStates: startingStates(workspace),
    interventions: interventions(workspace),
  };
}
