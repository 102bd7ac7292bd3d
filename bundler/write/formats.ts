import { fullFormats } from "ajv-formats/dist/formats.js";
import { parseTime } from "../../functions/runtime/define/time.ts";

/** What `format` means in schemas: as ajv-formats has it, but for times, which mean what the runtime takes. */
export const formats = { ...fullFormats, "date-time": (text: string) => parseTime(text) !== undefined };
