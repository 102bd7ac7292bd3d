import { deadLetters } from "./dead-letters/main.ts";
import { interruption, openTerminal } from "./terminal.ts";

process.exitCode = await deadLetters(process.argv.slice(2), { ...openTerminal(), signal: interruption() });
