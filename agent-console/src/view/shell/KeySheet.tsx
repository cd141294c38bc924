import { useT } from '../../i18n/i18n.ts';
import { Sheet } from '../parts/Sheet.tsx';
import { KEYS } from './commands.ts';

const SHOWN: Readonly<Record<string, string>> = { Escape: 'Esc', Enter: '↵' };

export function KeySheet({ onClose }: { readonly onClose: () => void }) {
  const t = useT();
  return (
    <Sheet title={t('keys.title')} onClose={onClose}>
      <dl className="keys">
        {KEYS.map(({ key, command }) => (
          <div key={key}>
            <dt>
              <kbd>{SHOWN[key] ?? key.toUpperCase()}</kbd>
            </dt>
            <dd>{t(`keys.${command}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="sheet-text">{t('keys.hint')}</p>
    </Sheet>
  );
}
