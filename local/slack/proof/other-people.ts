import type { Intervention } from "../../core/circumstances.ts";
import type { Slack } from "../slack.ts";
import { configuredChannels } from "../state/channels.ts";
import { APP } from "../state/workspace.ts";

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
