import { Select, SelectItem, SelectItemCheck, SelectPopover, SelectProvider } from '@ariakit/react';
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
  readonly icon?: ReactNode;
}

interface ChoiceProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option[];
  readonly onChoose: (value: string) => void;
  readonly disabled?: boolean;
  /** Names a place for tests and styles. */
  readonly name: string;
  readonly compact?: boolean;
}

/** A select with icons. The list is keyboard-operable, typed letters jump, and it opens within the window. */
export function Choice({ label, value, options, onChoose, disabled = false, name, compact = false }: ChoiceProps) {
  const chosen = options.find((option) => option.value === value);
  return (
    <SelectProvider value={value} setValue={(next: string) => next !== value && onChoose(next)} placement="bottom-start">
      <Select className={compact ? 'choice choice-compact' : 'choice'} aria-label={`${label}: ${chosen?.label ?? ''}`} disabled={disabled} data-choice={name} title={label}>
        {chosen?.icon}
        <span className="choice-text">{chosen?.label ?? value}</span>
        <ChevronDown size={14} aria-hidden className="choice-arrow" />
      </Select>
      <SelectPopover className="popup" gutter={4} portal unmountOnHide fitViewport aria-label={label}>
        {options.map((option) => (
          <SelectItem key={option.value} value={option.value} className="popup-item">
            {option.icon}
            <span className="popup-text">
              {option.label}
              {option.hint !== undefined && <span className="popup-hint">{option.hint}</span>}
            </span>
            <SelectItemCheck className="popup-check">
              <Check size={15} aria-hidden />
            </SelectItemCheck>
          </SelectItem>
        ))}
      </SelectPopover>
    </SelectProvider>
  );
}
