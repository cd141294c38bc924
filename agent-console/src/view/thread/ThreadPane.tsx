import { SearchX } from 'lucide-react';
import { useT } from '../../i18n/i18n.ts';
import { Composer } from '../compose/Composer.tsx';
import { Empty, Failure, Spinner } from '../parts/states.tsx';
import { useAppState, useDesk } from '../useDesk.ts';
import { ThreadHeader } from './ThreadHeader.tsx';
import { ThreadLog } from './ThreadLog.tsx';

interface ThreadPaneProps {
  readonly number: number;
  /** The address of the list this thread was opened from. */
  readonly home: string;
  readonly isContextOpen: boolean;
  readonly onContext: () => void;
}

export function ThreadPane({ number, home, isContextOpen, onContext }: ThreadPaneProps) {
  const t = useT();
  const { reading } = useDesk();
  const thread = useAppState((state) => state.threads.get(number));
  const ticket = useAppState((state) => state.book.entries.get(number)?.ticket);
  const isMissing = thread?.phase === 'failed' && thread.problem === 'not-found';
  return (
    <section className="thread-pane" aria-label={t('ticket.number', { number })}>
      <ThreadHeader number={number} ticket={isMissing ? undefined : ticket} home={home} isContextOpen={isContextOpen} onContext={onContext} />
      {isMissing ? (
        <Empty icon={SearchX} title={t('ticket.missing')} />
      ) : thread?.phase === 'failed' ? (
        <Failure title={t('ticket.failed')} problem={thread.problem} onRetry={() => reading.open(number)} />
      ) : thread?.phase === 'ready' && ticket !== undefined ? (
        <>
          <ThreadLog thread={thread} ticket={ticket} />
          <Composer ticket={ticket} />
        </>
      ) : (
        <Spinner />
      )}
    </section>
  );
}
