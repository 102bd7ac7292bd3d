import { readFileSync } from "node:fs";
import { createCustomerio } from "../customerio/customerio.ts";
import type { Faults } from "../core/faults.ts";
import { type Pubsub, startPubsub } from "../pubsub/api/server.ts";
import { createSalesforce } from "../salesforce/salesforce.ts";
import { serve } from "../core/serve.ts";
import type { StandIn } from "../core/stand-in.ts";
import { systemClock } from "../core/clock.ts";
import type { Push } from "../pubsub/delivery/push.ts";
import { type Addresses, credentials } from "./development.ts";
import { createVendorFaults } from "./fault-rules.ts";

/** Everything outside of ycat, on this machine: Pub/Sub and the vendors. */
export interface World {
  readonly addresses: Addresses;
  readonly pubsub: Pubsub;
  readonly vendors: Readonly<Record<string, StandIn>>;
  readonly faults: Faults;
  /** The vendors as they are at the start: the configured campaigns, and nobody in them. */
  reset(): void;
  /** Those of functions/configuration/campaigns.json that Salesforce does not have yet. */
  addCampaigns(): void;
  close(): Promise<void>;
}

const campaignsPath = new URL("../../functions/configuration/campaigns.json", import.meta.url);

export async function startWorld(push: Push, faults: Faults = createVendorFaults()): Promise<World> {
  const vendors = {
    salesforce: createSalesforce({ clock: systemClock, faults, ...credentials.salesforce }),
    customerio: createCustomerio({ clock: systemClock, faults, ...credentials.customerio }),
  };
  const [pubsub, salesforce, customerio] = await Promise.all([
    startPubsub({ push }),
    serve(vendors.salesforce.fetch),
    serve(vendors.customerio.fetch),
  ]);
  const world: World = {
    addresses: { pubsub: pubsub.host, salesforce: salesforce.url, customerio: customerio.url },
    pubsub,
    vendors,
    faults,
    reset() {
      faults.clear();
      for (const vendor of Object.values(vendors)) vendor.reset();
      world.addCampaigns();
    },
    addCampaigns() {
      const campaigns: Record<string, string> = JSON.parse(readFileSync(campaignsPath, "utf8"));
      const present = new Set(
        (vendors.salesforce.state()["Campaign"] ?? []).map((campaign) => (campaign as { Id: string }).Id),
      );
      const missing = Object.entries(campaigns).filter(([, id]) => !present.has(id));
      vendors.salesforce.seed({ Campaign: missing.map(([form, id]) => ({ Id: id, Name: form })) });
    },
    close: async () => void (await Promise.all([pubsub.close(), salesforce.close(), customerio.close()])),
  };
  world.reset();
  return world;
}
