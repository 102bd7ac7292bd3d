import { readFile } from "node:fs/promises";
import { createCustomerio } from "../customerio/customerio.ts";
import type { Faults } from "../faults.ts";
import { type Pubsub, startPubsub } from "../pubsub/server.ts";
import { createSalesforce } from "../salesforce/salesforce.ts";
import { serve } from "../serve.ts";
import type { StandIn } from "../stand-in.ts";
import { systemClock } from "../clock.ts";
import type { Push } from "../pubsub/push.ts";
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
  const campaigns: Record<string, string> = JSON.parse(await readFile(campaignsPath, "utf8"));
  const world: World = {
    addresses: { pubsub: pubsub.host, salesforce: salesforce.url, customerio: customerio.url },
    pubsub,
    vendors,
    faults,
    reset() {
      faults.clear();
      for (const vendor of Object.values(vendors)) vendor.reset();
      vendors.salesforce.seed({ Campaign: Object.entries(campaigns).map(([form, id]) => ({ Id: id, Name: form })) });
    },
    close: async () => void (await Promise.all([pubsub.close(), salesforce.close(), customerio.close()])),
  };
  world.reset();
  return world;
}
