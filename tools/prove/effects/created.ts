import { differingFields, type Told } from "./pairs.ts";

/** A record as first created. Similar records are described by their differences from it. */
export interface Model extends Told {
  /** `Lead`; for a different one `Lead, 2nd`. */
  readonly label: string;
}

/** A record with a larger share of differing fields is written out in full. */
const MOST_OTHERWISE = 2 / 3;

/**
 * Finds the model of each created record, or makes the record a new model if none is similar. Records of one situation
 * get different models.
 */
export function modelsFor(
  created: readonly Told[],
  models: Model[],
): { readonly model: Model; readonly record: Told }[] {
  const taken = new Set<Model>();
  return created.map((record) => {
    const likeliest = models
      .filter((model) => model.kind === record.kind && !taken.has(model))
      .toSorted((one, other) => otherwise(record, one).length - otherwise(record, other).length)[0];
    const isLike =
      likeliest !== undefined && otherwise(record, likeliest).length <= fieldCount(likeliest) * MOST_OTHERWISE;
    const model = isLike ? likeliest : addModel(record, models);
    taken.add(model);
    return { model, record };
  });
}

function fieldCount({ fields }: Told): number {
  return Object.keys(fields).length;
}

function addModel(record: Told, models: Model[]): Model {
  const count = models.filter(({ kind }) => kind === record.kind).length;
  const model = { ...record, label: count === 0 ? record.kind : `${record.kind} (${count + 1})` };
  models.push(model);
  return model;
}

/** The fields that differ. */
function otherwise({ fields }: Told, model: Told): string[] {
  return differingFields(fields, model.fields);
}

/** `CampaignMember, but LeadId: Lead “Ada Lovelace”, no Status`. */
export function spellCreated({ model, record }: { readonly model: Model; readonly record: Told }): string {
  const differences = otherwise(record, model).map((field) => {
    const value = record.fields[field];
    return value === undefined ? `no ${field}` : `${field}: ${value}`;
  });
  return differences.length === 0 ? model.label : `${model.label}, but ${differences.join(", ")}`;
}
