import type { StartingState, Subject, Intervention } from "../../core/circumstances.ts";
import type { Slack } from "../slack.ts";
import { configuredChannels } from "../state/channels.ts";
import { APP } from "../state/workspace.ts";

/** What a workspace's channels may contain when an event arrives. */
export function startingStates(workspace: Slack): StartingState[] {
  const seedEach = ({ configuration, eventAt }: Subject, messages: readonly object[]) => {
    const ts = `${Math.floor(eventAt / 1000)}.000000`;
    const channels = configuredChannels(configuration);
    workspace.seed({
      messages: channels.flatMap(({ id }) => messages.map((message) => ({ channel: id, ts, ...message }))),
    });
  };
  return [
    { name: "nobody", arrange: () => {} },
    {
      name: "a lively channel, in short pages",
      arrange(subject) {
        workspace.limitPages(2);
        seedEach(subject, [{ text: "Good morning" }, { text: "Any news?" }, { text: "None so far" }]);
      },
    },
    {
      name: "another event was told of",
      arrange(subject) {
        const metadata = { event_type: "form_submitted", event_payload: { source: "/sources/app", id: "another" } };
        seedEach(subject, [{ ...APP, text: "Somebody else", metadata }]);
      },
    },
  ];
}

/** What people do in the workspace's channels. */
export function interventions(workspace: Slack): Intervention[] {
  return [
    {
      name: "posts in the channels",
      act({ configuration }) {
        const channels = configuredChannels(configuration);
        workspace.seed({ messages: channels.map(({ id }) => ({ channel: id, text: "Has anybody called them yet?" })) });
        return channels.length > 0;
      },
    },
    {
      name: "deletes the app's last message",
      act() {
        const last = workspace.state().messages.findLast(({ user }) => user === APP.user);
        if (last !== undefined) workspace.deleteMessage(last);
        return last !== undefined;
      },
    },
  ];
}
