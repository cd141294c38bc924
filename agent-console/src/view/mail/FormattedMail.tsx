import { ImageOff } from 'lucide-react';
import { useMemo } from 'react';
import { authorName, useT } from '../../i18n/i18n.ts';
import { paperOf } from '../../model/paper.ts';
import type { Message } from '../../model/ticket.ts';
import { useAppState, useContact, useDesk } from '../useDesk.ts';

/** Links may open in a tab of their own, free of the sandbox; no script, no form, nothing of our origin. */
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';

/** The mail as its sender formed it, on white paper in any theme. Without scripts its height is a guess: it scrolls, and can be drawn taller. */
export function FormattedMail({ message, html }: { readonly message: Message; readonly html: string }) {
  const t = useT();
  const { mailing } = useDesk();
  const contact = useContact(message.ticket);
  const pictures = useAppState((state) => state.unveiled.get(message.id));
  const paper = useMemo(() => paperOf(html, { origin: window.location.origin, pictures }), [html, pictures]);
  const isVeiled = paper.remote > 0 && pictures === undefined;
  const title = t('mail.frame', { name: authorName(t, message.author, contact) });
  return (
    <div className="paper">
      {(isVeiled || paper.trackers > 0) && (
        <div className="paper-bar" role="note">
          <ImageOff size={14} aria-hidden />
          <span>
            {isVeiled && t('mail.remote', { n: paper.remote })} {paper.trackers > 0 && t('mail.trackers', { n: paper.trackers })}
          </span>
          {isVeiled && (
            <button type="button" className="button button-small" onClick={() => mailing.unveil(message.id)}>
              {t('mail.loadRemote')}
            </button>
          )}
        </div>
      )}
      {/* A new frame for a new document: a changed one would be a step in the tab's history. */}
      <iframe key={paper.srcdoc} className="paper-frame" title={title} sandbox={SANDBOX} srcDoc={paper.srcdoc} referrerPolicy="no-referrer"
        allow="" style={{ height: paper.height }} data-formatted={message.id} />
    </div>
  );
}
