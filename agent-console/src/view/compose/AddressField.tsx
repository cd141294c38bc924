import { CircleAlert, X } from 'lucide-react';
import { useId, useRef, useState } from 'react';
import type { ClipboardEvent, KeyboardEvent } from 'react';
import { useT } from '../../i18n/i18n.ts';
import { isAddress, parseAddresses, written } from '../../model/addresses.ts';
import type { Address, RecipientField } from '../../model/mail.ts';
import { shortName, wholeName } from '../mail/people.ts';

interface AddressFieldProps {
  readonly label: string;
  readonly name: RecipientField;
  readonly addresses: readonly Address[];
  readonly onAdd: (added: readonly Address[]) => void;
  readonly onRemove: (removed: Address) => void;
}

/** Addresses as chips. Enter, comma and leaving the field add what was typed; the arrow keys and Backspace reach the chips. */
export function AddressField({ label, name, addresses, onAdd, onRemove }: AddressFieldProps) {
  const t = useT();
  const id = useId();
  const [text, setText] = useState('');
  const isComposing = useRef(false);
  const field = useRef<HTMLDivElement>(null);
  const input = useRef<HTMLInputElement>(null);

  const take = (words: string): void => {
    const added = parseAddresses(words);
    setText('');
    if (added.length > 0) onAdd(added);
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    // An input method takes Enter and commas for itself; Safari says so by 229.
    if (isComposing.current || event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    const isEnd = event.key === 'Enter' || /^[,;，；、]$/.test(event.key) || (event.key === ' ' && isAddress(text.trim()));
    if (isEnd) {
      // Within a quoted name a comma is a letter.
      if (event.key !== 'Enter' && /^\s*"[^"]*$/.test(text)) return;
      event.preventDefault();
      if (text.trim() !== '') take(text);
    } else if ((event.key === 'Backspace' || event.key === 'ArrowLeft') && event.currentTarget.selectionStart === 0 && event.currentTarget.selectionEnd === 0 && addresses.length > 0) {
      event.preventDefault();
      chipAt(addresses.length - 1)?.focus();
    } else if (event.key === 'Escape') event.currentTarget.blur();
  };
  const pasted = (event: ClipboardEvent<HTMLInputElement>): void => {
    const words = event.clipboardData.getData('text');
    const parsed = parseAddresses(words);
    if (parsed.length < 2 && !(parsed[0] !== undefined && isAddress(parsed[0].address))) return;
    event.preventDefault();
    take(text.trim() === '' ? words : `${text}, ${words}`);
  };
  const chipAt = (index: number): HTMLElement | null | undefined => field.current?.querySelectorAll<HTMLElement>('.chip-remove')[index];
  const chipPressed = (event: KeyboardEvent, index: number, address: Address): void => {
    if (event.key === 'Backspace' || event.key === 'Delete') {
      event.preventDefault();
      remove(index, address);
    } else if (event.key === 'ArrowLeft') chipAt(Math.max(0, index - 1))?.focus();
    else if (event.key === 'ArrowRight') (index + 1 < addresses.length ? chipAt(index + 1) : input.current)?.focus();
  };
  const remove = (index: number, address: Address): void => {
    onRemove(address);
    // The chip that moves up into this place, or the field when none is left.
    requestAnimationFrame(() => (chipAt(Math.min(index, addresses.length - 2)) ?? input.current)?.focus());
  };
  const edit = (address: Address): void => {
    onRemove(address);
    setText(written(address));
    input.current?.focus();
  };

  return (
    <div ref={field} className="recipient-row" data-field={name} onMouseDown={(event) => { if (event.target === event.currentTarget) { event.preventDefault(); input.current?.focus(); } }}>
      <label className="recipient-label" htmlFor={id}>
        {label}
      </label>
      <div className="chips">
        {addresses.map((address, index) => {
          const isGood = isAddress(address.address);
          const whole = wholeName(address);
          return (
            <span key={`${address.address} ${index}`} className={`chip ${isGood ? '' : 'chip-bad'}`} data-address={address.address} title={isGood ? whole : t('recipients.notAnAddress', { name: whole })}>
              {!isGood && <CircleAlert size={12} aria-hidden />}
              <button type="button" className="chip-text" tabIndex={-1} aria-label={t(isGood ? 'recipients.change' : 'recipients.notAnAddress', { name: whole })} onClick={() => edit(address)}>
                <bdi>{shortName(address)}</bdi>
              </button>
              <button type="button" className="chip-remove" aria-label={t('recipients.remove', { name: whole })} onClick={() => remove(index, address)} onKeyDown={(event) => chipPressed(event, index, address)}>
                <X size={12} aria-hidden />
              </button>
            </span>
          );
        })}
        <input ref={input} id={id} className="chips-input" value={text} type="text" inputMode="email" autoComplete="off" autoCapitalize="off" spellCheck={false}
          aria-label={t('recipients.add', { name: label })} onChange={(event) => setText(event.target.value)} onKeyDown={pressed} onPaste={pasted}
          onCompositionStart={() => (isComposing.current = true)} onCompositionEnd={() => (isComposing.current = false)} onBlur={() => take(text)} />
      </div>
    </div>
  );
}
