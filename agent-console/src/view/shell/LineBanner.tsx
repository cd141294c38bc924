import { CloudOff } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { MessageKey } from '../../i18n/en.ts';
import { useT } from '../../i18n/i18n.ts';
import { useAppState, useDesk } from '../useDesk.ts';

/** A short break needs no alarm. */
const PATIENCE_MS = 2_000;

/** Says when the live line is down, and what that means. */
export function LineBanner() {
  const t = useT();
  const { connection: line } = useDesk();
  const connection = useAppState((state) => state.connection);
  const isDown = connection.type === 'waiting' || connection.type === 'connecting';
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    setLong(false);
    const timer = isDown ? setTimeout(() => setLong(true), PATIENCE_MS) : undefined;
    return () => clearTimeout(timer);
  }, [isDown]);

  if (connection.type === 'closed' && connection.reason !== 'logged-out') {
    const isForReload = connection.reason === 'protocol' || connection.reason === 'version';
    return (
      <div className="banner banner-bad" role="alert">
        <CloudOff size={16} aria-hidden />
        <span>{t(`line.${connection.reason}` as MessageKey)}</span>
        <button type="button" className="button button-small" onClick={() => (isForReload ? window.location.reload() : line.start())}>
          {t(isForReload ? 'line.reload' : 'line.now')}
        </button>
      </div>
    );
  }
  if (!isDown || !isLong) return null;
  return (
    <div className="banner" role="status">
      <CloudOff size={16} aria-hidden />
      <span>{t('line.waiting')}</span>
      <button type="button" className="button button-small" onClick={() => line.poke()}>
        {t('line.now')}
      </button>
    </div>
  );
}
