import { Menu, MenuButton, MenuItem, MenuProvider, MenuSeparator } from '@ariakit/react';
import { CircleHelp, Copy, Ellipsis, FileDown, MoveRight, Reply, ReplyAll } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useT } from '../../i18n/i18n.ts';
import { rawAddress } from '../../link/api.ts';
import { isMail } from '../../model/mail.ts';
import type { Message } from '../../model/ticket.ts';
import { useDesk } from '../useDesk.ts';
import { useAnswer } from './useAnswer.ts';

const WhySheet = lazy(() => import('./WhySheet.tsx').then((module) => ({ default: module.WhySheet })));
const MoveSheet = lazy(() => import('./MoveSheet.tsx').then((module) => ({ default: module.MoveSheet })));

export function MessageMenu({ message }: { readonly message: Message }) {
  const t = useT();
  const { notices } = useDesk();
  const [sheet, setSheet] = useState<'why' | 'move' | undefined>();
  const answer = useAnswer(message);
  const copy = (): void => {
    navigator.clipboard?.writeText(message.text).then(
      () => notices.info(t('app.copied')),
      () => undefined,
    );
  };
  return (
    <>
      <MenuProvider placement="bottom-end">
        <MenuButton className="icon-button message-menu" aria-label={t('message.actions')}>
          <Ellipsis size={16} aria-hidden />
        </MenuButton>
        <Menu className="popup" gutter={4} portal unmountOnHide fitViewport>
          {isMail(message) && (
            <>
              <MenuItem className="popup-item" onClick={answer.reply}>
                <Reply size={15} aria-hidden />
                {t('compose.reply')}
              </MenuItem>
              <MenuItem className="popup-item" onClick={answer.replyAll}>
                <ReplyAll size={15} aria-hidden />
                {t('compose.replyAll')}
              </MenuItem>
              <MenuSeparator className="popup-line" />
            </>
          )}
          <MenuItem className="popup-item" onClick={() => setSheet('why')}>
            <CircleHelp size={15} aria-hidden />
            {t('message.why')}
          </MenuItem>
          <MenuItem className="popup-item" onClick={copy}>
            <Copy size={15} aria-hidden />
            {t('message.copyText')}
          </MenuItem>
          {message.direction === 'inbound' && (
            <MenuItem className="popup-item" onClick={() => setSheet('move')}>
              <MoveRight size={15} aria-hidden />
              {t('message.move')}
            </MenuItem>
          )}
          {isMail(message) && message.direction === 'inbound' && (
            <MenuItem className="popup-item" render={<a href={rawAddress(message.id)} target="_blank" rel="noopener noreferrer" />}>
              <FileDown size={15} aria-hidden />
              {t('mail.original')}
            </MenuItem>
          )}
        </Menu>
      </MenuProvider>
      <Suspense fallback={null}>
        {sheet === 'why' && <WhySheet message={message} onClose={() => setSheet(undefined)} />}
        {sheet === 'move' && <MoveSheet message={message} onClose={() => setSheet(undefined)} />}
      </Suspense>
    </>
  );
}
