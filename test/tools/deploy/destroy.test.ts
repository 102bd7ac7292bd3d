import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { deployed, planWith, stateOf } from "./plans.ts";
import { openWorld, type World } from "./world.ts";

let world: World;
beforeEach(async () => {
  world = await openWorld();
  await world.write("plan.json", planWith({}));
});
afterEach(() => world.close());

describe("npm run deploy -- destroy", () => {
  it.each([
    ["guarded", stateOf({ address: 'terraform_data.protected["topics"]', values: {} }), `terraform state rm`],
    ["with protected topics", stateOf(...deployed), "npm run deploy -- plan -var protected=false"],
  ])("destroys nothing that is %s", async (_name, state) => {
    await world.write("state.json", state);
    expect(await world.run(["destroy"])).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("This copy is protected"),
    });
    expect(await world.read("destroyed")).toBeUndefined();
  });

  const trial = stateOf({
    address: 'google_pubsub_topic.event["form.submitted"]',
    values: { deletion_policy: "DELETE" },
  });

  it.each([
    [
      "what is not set",
      "plan",
      'Error: No value for required variable\n\nThe root module input variable "project" is not set, and has no default\nvalue.',
      /^Nothing was destroyed: project is not set\. Write .* Then destroy again\.$/,
    ],
    [
      "that Terraform is not initialised",
      "show",
      "Error: Backend initialization required, please run: terraform init",
      /^Nothing was destroyed: first run terraform -chdir=terraform init, [^\n]* Then destroy again\.$/,
    ],
  ])("says %s before Terraform asks for anything", async (_what, verb, error, sentence) => {
    await world.write("state.json", trial);
    await world.write(`${verb}.exit`, 1);
    await writeFile(join(world.directory, "plan.error"), error);
    expect(await world.run(["destroy", "-auto-approve"])).toMatchObject({
      code: 1,
      printed: "",
      complaints: expect.stringMatching(sentence),
    });
    expect(await world.read("destroyed")).toBeUndefined();
  });

  it("leaves what else is wrong to Terraform", async () => {
    await world.write("state.json", trial);
    await world.write("plan.exit", 1);
    expect(await world.run(["destroy"])).toMatchObject({ code: 0, complaints: "" });
    expect(await world.read("destroyed")).toBe("");
    await world.write("show.exit", 1);
    await writeFile(join(world.directory, "plan.error"), "Error: no such bucket");
    expect(await world.run(["destroy"])).toMatchObject({
      code: 1,
      complaints: expect.stringContaining("no such bucket"),
    });
  });

  it("says that there is nothing where nothing is deployed", async () => {
    await world.write("state.json", { format_version: "1.0" });
    expect(await world.run(["destroy"])).toMatchObject({
      code: 0,
      printed: expect.stringContaining("There is nothing to destroy"),
    });
    expect(await world.read("destroyed")).toBeUndefined();
  });

  it("destroys a trial, with Terraform's flags", async () => {
    await world.write("state.json", trial);
    expect(await world.run(["destroy", "-auto-approve"])).toMatchObject({ code: 0 });
    expect(await world.read("destroyed")).toBe("-auto-approve");
  });
});
