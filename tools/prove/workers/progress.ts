/** What a worker is doing, in shared memory that is readable even while it loops endlessly. */
export interface Progress {
  /** Increases with every case and call. */
  readonly beat: number;
  readonly caseName: string;
  /** The case's last call. */
  readonly operation: string;
}

const FIELDS = ["case", "operation"] as const;
export type ProgressField = (typeof FIELDS)[number];

const NUMBERS = 1 + FIELDS.length;
const FIELD_BYTES = 1024;

export function createProgressMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(NUMBERS * 4 + FIELDS.length * FIELD_BYTES);
}

export function progressWriter(memory: SharedArrayBuffer): (field: ProgressField, what: string) => void {
  const numbers = new Int32Array(memory, 0, NUMBERS);
  const texts = FIELDS.map((field) => textOf(memory, field));
  const write = (field: ProgressField, what: string) => {
    const place = FIELDS.indexOf(field);
    Atomics.store(numbers, 1 + place, texts[place]?.write(what) ?? 0);
  };
  return (field, what) => {
    if (field === "case") write("operation", "");
    write(field, what);
    Atomics.add(numbers, 0, 1);
  };
}

export function readProgress(memory: SharedArrayBuffer): Progress {
  const numbers = new Int32Array(memory, 0, NUMBERS);
  const read = (field: ProgressField) =>
    textOf(memory, field).toString("utf8", 0, Atomics.load(numbers, 1 + FIELDS.indexOf(field)));
  return { beat: Atomics.load(numbers, 0), caseName: read("case"), operation: read("operation") };
}

function textOf(memory: SharedArrayBuffer, field: ProgressField): Buffer {
  return Buffer.from(memory, NUMBERS * 4 + FIELDS.indexOf(field) * FIELD_BYTES, FIELD_BYTES);
}
