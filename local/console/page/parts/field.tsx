interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly required?: boolean;
  readonly placeholder?: string;
}

export function Field({ label, onValue, ...others }: FieldProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <input class="input" onInput={({ currentTarget }) => onValue(currentTarget.value)} {...others} />
    </label>
  );
}

interface AreaProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly rows?: number;
}

export function Area({ label, onValue, ...others }: AreaProps) {
  return (
    <label class="field">
      <span>{label}</span>
      <textarea
        class="input"
        spellcheck={false}
        onInput={({ currentTarget }) => onValue(currentTarget.value)}
        {...others}
      />
    </label>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  /** Values, with their texts where these are others. */
  readonly options: readonly (string | readonly [value: string, text: string])[];
  readonly onValue: (value: string) => void;
}

/** A select; its label is for screen readers only. */
export function Choice({ label, value, options, onValue }: ChoiceProps) {
  return (
    <select
      class="input"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onValue(currentTarget.value)}
    >
      {options.map((option) => {
        const [one, text] = typeof option === "string" ? [option, option] : option;
        return (
          <option key={one} value={one}>
            {text}
          </option>
        );
      })}
    </select>
  );
}
