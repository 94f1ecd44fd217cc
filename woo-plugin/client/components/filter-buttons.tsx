import { Button } from "@wordpress/components";

interface Props<Value extends string> {
  label: string;
  options: { value: Value; label: string }[];
  value: Value;
  onChange: (value: Value) => void;
}

/** One of a few, as buttons that say which one is pressed. */
export function FilterButtons<Value extends string>({ label, options, value, onChange }: Props<Value>) {
  return (
    <div role="group" aria-label={label} className="crossdock-choice">
      {options.map((option) => (
        <Button key={option.value} variant="secondary" isPressed={option.value === value} onClick={() => onChange(option.value)}>
          {option.label}
        </Button>
      ))}
    </div>
  );
}
