import { fullFormats } from "ajv-formats/dist/formats.js";
import { isEmail } from "../../functions/runtime/define/email.ts";
import { parseTime } from "../../functions/runtime/define/time.ts";

/** What `format` means in schemas: as ajv-formats has it, but for what the runtime reads itself. */
export const formats = {
  ...fullFormats,
  email: isEmail,
  "date-time": (text: string) => parseTime(text) !== undefined,
};
