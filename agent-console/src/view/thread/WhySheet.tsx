import { dateAndTime } from '../../i18n/format.ts';
import { known, useT } from '../../i18n/i18n.ts';
import type { Translate } from '../../i18n/i18n.ts';
import type { Message } from '../../model/ticket.ts';
import { Sheet } from '../parts/Sheet.tsx';

/** Why the message is in this ticket: the rule that matched, and on what evidence. */
export function WhySheet({ message, onClose }: { readonly message: Message; readonly onClose: () => void }) {
  const t = useT();
  const evidence = evidenceOf(message.threading?.evidence);
  return (
    <Sheet title={t('why.title')} onClose={onClose}>
      <p className="sheet-text why-rule">{ruleOf(t, message)}</p>
      <dl className="facts">
        {evidence.map(([name, value]) => (
          <div key={name}>
            <dt>{name === '' ? t('why.evidence') : name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t('message.from')}</dt>
          <dd>{[message.author.name, message.author.address].filter((part) => part !== null && part !== undefined && part !== '').join(' · ') || '–'}</dd>
        </div>
        {message.receivedAt !== null && message.receivedAt !== undefined && (
          <div>
            <dt>{t('message.receivedAt')}</dt>
            <dd>{dateAndTime(message.receivedAt)}</dd>
          </div>
        )}
        {message.sentAt !== null && message.sentAt !== undefined && (
          <div>
            <dt>{t('message.sentAt')}</dt>
            <dd>{dateAndTime(message.sentAt)}</dd>
          </div>
        )}
      </dl>
    </Sheet>
  );
}

function ruleOf(t: Translate, message: Message): string {
  const rule = message.threading?.rule;
  if (rule === undefined || rule === null) return t(message.direction === 'inbound' ? 'why.other' : 'why.agent', { rule: '–' });
  const key = known(`why.${rule}`);
  return key === undefined ? t('why.other', { rule }) : t(key);
}

/** Evidence is a text or a flat object; anything deeper is shown as it came. Exported for its test. */
export function evidenceOf(evidence: unknown): readonly (readonly [string, string])[] {
  if (evidence === null || evidence === undefined || evidence === '') return [];
  if (typeof evidence === 'object' && !Array.isArray(evidence)) {
    return Object.entries(evidence).filter(([, value]) => value !== null).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const);
  }
  return [['', typeof evidence === 'string' ? evidence : JSON.stringify(evidence)]];
}
