import { X } from 'lucide-react';
import { useState } from 'react';
import type { KeyboardEvent } from 'react';
import { useT } from '../../i18n/i18n.ts';
import type { Ticket } from '../../model/ticket.ts';
import { useDesk } from '../useDesk.ts';

const LONGEST = 50;

export function TagsEditor({ ticket }: { readonly ticket: Ticket }) {
  const t = useT();
  const { changing } = useDesk();
  const [text, setText] = useState('');
  const set = (tags: readonly string[]): void => void changing.change(ticket, { tags });
  const add = (): void => {
    const tag = text.trim();
    setText('');
    if (tag !== '' && !ticket.tags.includes(tag)) set([...ticket.tags, tag]);
  };
  const pressed = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.nativeEvent.isComposing || event.nativeEvent.keyCode === 229) return;
    if (event.key === 'Enter' || event.key === ',' || event.key === '，') {
      event.preventDefault();
      add();
    } else if (event.key === 'Backspace' && text === '' && ticket.tags.length > 0) set(ticket.tags.slice(0, -1));
  };
  return (
    <div className="tags-editor">
      {ticket.tags.map((tag) => (
        <span key={tag} className="tag tag-removable">
          {tag}
          <button type="button" aria-label={t('ticket.removeTag', { tag })} onClick={() => set(ticket.tags.filter((known) => known !== tag))}>
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <input className="tags-input" value={text} maxLength={LONGEST} placeholder={t('ticket.addTag')} aria-label={t('ticket.addTag')}
        onChange={(event) => setText(event.target.value)} onKeyDown={pressed} onBlur={add} />
    </div>
  );
}
