import { runEffects } from "./effects/main.ts";
import { interruption, openTerminal } from "./terminal.ts";

process.exitCode = await runEffects(process.argv.slice(2), { ...openTerminal(), signal: interruption() });
