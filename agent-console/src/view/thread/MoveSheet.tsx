import { useState } from 'react';
import type { FormEvent } from 'react';
import { useT } from '../../i18n/i18n.ts';
import type { Message } from '../../model/ticket.ts';
import { Sheet } from '../parts/Sheet.tsx';
import { useDesk } from '../useDesk.ts';
import { useUndoMove } from './useUndoMove.ts';

export function MoveSheet({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const t = useT();
  const { api, notices } = useDesk();
  const [target, setTarget] = useState<'new' | 'existing'>('new');
  const [isBusy, setBusy] = useState(false);
  const undo = useUndoMove(message);
  const submit = async (event: FormEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const number = Number(new FormData(event.currentTarget).get('number'));
    setBusy(true);
    try {
      await api.moveMessage(message.id, target === 'new' ? undefined : number);
      notices.info(t('move.done'), { label: t('ticket.undo'), run: undo });
      onClose();
    } catch (problem) {
      notices.problem(problem);
      setBusy(false);
    }
  };
  return (
    <Sheet title={t('move.title')} onClose={onClose}>
      <form className="form" onSubmit={(event) => void submit(event)}>
        <p className="sheet-text">{t('move.lead')}</p>
        <label className="radio">
          <input type="radio" name="target" checked={target === 'new'} onChange={() => setTarget('new')} />
          {t('move.toNew')}
        </label>
        <label className="radio">
          <input type="radio" name="target" checked={target === 'existing'} onChange={() => setTarget('existing')} />
          {t('move.toExisting')}
          <input name="number" className="input input-number" inputMode="numeric" pattern="[0-9]+" required={target === 'existing'} disabled={target !== 'existing'} aria-label={t('move.toExisting')} />
        </label>
        <footer className="sheet-foot">
          <button type="button" className="button" onClick={onClose}>
            {t('app.cancel')}
          </button>
          <button type="submit" className="button button-main" disabled={isBusy}>
            {t('move.submit')}
          </button>
        </footer>
      </form>
    </Sheet>
  );
}
