import { useT } from '../../i18n/i18n.ts';
import type { Message } from '../../model/ticket.ts';
import { useDesk } from '../useDesk.ts';

export function useUndoMove(message: Message): () => void {
  const t = useT();
  const { api, notices } = useDesk();
  return () => {
    api.undoMove(message.id).then(
      () => notices.info(t('move.undone')),
      (problem: unknown) => notices.problem(problem),
    );
  };
}
