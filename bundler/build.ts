import { performance } from "node:perf_hooks";
import { isArgumentError, parseArgs } from "./arguments.ts";
import esbuild from "esbuild";
import { endWithReader } from "./closed-output.ts";
import { SpecificationError } from "../functions/runtime/define/errors.ts";
import { contentsToBuild, noteBuilt, RUNNABLE } from "./built.ts";
import { bundleConsole } from "./write/console.ts";
import { bundleFunctions } from "./write/bundles.ts";
import { checkUnits } from "./check/checks.ts";
import { configurationFaults } from "./check/configuration-files.ts";
import { eventSampleFaults } from "./check/event-samples.ts";
import { placeholderFaults, secretFaults, realAddressFaults } from "./check/sample-contents.ts";
import { sampleFileFaults } from "./check/sample-files.ts";
import { schemaWordFaults } from "./check/schema-words.ts";
import { findUnits } from "./read/units.ts";
import { dailyCallsOf } from "./read/measured.ts";
import { manifestOf, writeManifest } from "./write/manifest.ts";
import { readObjects } from "./read/objects.ts";
import { readSchemas } from "./read/schemas.ts";
import { checkGenerated, writeGenerated } from "./write/generated.ts";
import { orgOf } from "./write/org.ts";
import { repairTypes, typesOf } from "./write/types.ts";
import { bundleValidators, compileValidators, writeValidators } from "./write/validators.ts";

endWithReader();

/**
 * Builds everything that is deployed into dist/, and the types of the schemas. With --check these must already be
 * current.
 */
async function build(check: boolean): Promise<void> {
  const started = performance.now();
  // esbuild is a short-lived Go process: collecting garbage less often saves a quarter of its work.
  process.env["GOGC"] ??= "400";
  const contents = await contentsToBuild();
  const schemas = await readSchemas();
  if (!check) await repairTypes(schemas);
  const [objects, units] = await Promise.all([readObjects(), findUnits()]);
  const generate = async () => [await typesOf(schemas, units), orgOf(objects)];
  const committed = check ? await generate() : undefined;
  if (committed !== undefined) await checkGenerated(committed);
  const validators = await writeValidators(schemas);
  const others = [
    ...(await configurationFaults(units)),
    ...sampleFileFaults(units, schemas),
    ...schemaWordFaults(schemas),
    ...secretFaults(),
    ...placeholderFaults(),
    ...eventSampleFaults(compileValidators(schemas).events),
  ];
  const unfinished = [...checkUnits(units, schemas, others), ...realAddressFaults()];
  if (check && unfinished.length > 0) throw new SpecificationError(unfinished.join("\n"));
  for (const sentence of unfinished) console.warn(`Not finished: ${sentence}`);
  const [{ zips, writeZips }] = await Promise.all([
    bundleFunctions(units),
    bundleConsole(),
    bundleValidators(schemas, validators),
  ]);
  await writeManifest(manifestOf(units, zips, await dailyCallsOf(units)));
  process.send?.(RUNNABLE);
  const generated = committed ?? (await generate()); // nothing that runs needs types or zips
  await Promise.all([writeGenerated(generated), writeZips()]);
  await noteBuilt(
    contents,
    generated.map(({ file }) => file),
    unfinished,
  );
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`Built ${zips.size} functions in ${seconds} s: dist/manifest.json`);
}

const usage = `npm run build [-- --check]

Writes dist/: a zip per function, the manifest that describes them, and the console's page; and what is generated from
the schemas.

  --check    what is generated must be current already, and every event that is published must have a handler
`;

// A change in the meantime stops a build: without this handler, esbuild prints a stack trace.
process.once("SIGTERM", () => void esbuild.stop().finally(() => process.exit(1)));

try {
  const flag = { type: "boolean", default: false } as const;
  const { values } = parseArgs({ options: { check: flag, help: flag } });
  if (values.help) console.log(usage);
  else await build(values.check);
} catch (error) {
  if (!(error instanceof SpecificationError) && !isArgumentError(error)) throw error;
  console.error(error.message);
  process.exitCode = isArgumentError(error) ? 2 : 1;
}
