import { DeliveryError } from "../../functions/runtime/define/errors.ts";
import type { Environment } from "../../functions/runtime/settings.ts";
import type { ObjectDescription } from "../../schemas/salesforce/object-description.ts";
import { CommandError } from "../../local/core/problems.ts";
import { toDescription } from "../describe/description.ts";
import { type DescribedOrg, reachOrg, type Usage } from "../describe/org.ts";
import { orUnasked, Unasked } from "./unasked.ts";

/** The org as ycat's user sees it. */
export interface SeenOrg {
  /** Undefined if the object does not exist or this user can't see it. @throws Unasked */
  describe(object: string): Promise<ObjectDescription | undefined>;
  /** The day's calls, according to a read. @throws Unasked, DeliveryError */
  usage(): Promise<Usage | undefined>;
}

/** Asks for each object once, sequentially: an org allows only a few long calls at a time. */
export function seeOrg(environment: Environment): SeenOrg {
  const descriptions = new Map<string, Promise<ObjectDescription | undefined>>();
  let org: DescribedOrg | undefined;
  let queue: Promise<unknown> = Promise.resolve();
  const reach = () => (org ??= orUnasked(() => reachOrg(environment, "doctor")));

  async function describe(name: string): Promise<ObjectDescription | undefined> {
    try {
      const answer = await reach().describe(name);
      return answer && toDescription(name, answer);
    } catch (error) {
      if (!(error instanceof DeliveryError || error instanceof CommandError)) throw error;
      throw new Unasked(`the org does not tell: ${error.message}`, { cause: error });
    }
  }
  return {
    describe(name) {
      const asked = descriptions.get(name) ?? queue.then(() => describe(name));
      descriptions.set(name, asked);
      queue = asked.catch(() => undefined);
      return asked;
    },
    async usage() {
      await reach().objects();
      return reach().usage();
    },
  };
}
