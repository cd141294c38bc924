import { Menu, MenuButton, MenuItem, MenuProvider } from '@ariakit/react';
import { CircleHelp, Copy, Ellipsis, MoveRight } from 'lucide-react';
import { useState } from 'react';
import { useT } from '../../i18n/i18n.ts';
import type { Message } from '../../model/ticket.ts';
import { useDesk } from '../useDesk.ts';
import { MoveSheet } from './MoveSheet.tsx';
import { WhySheet } from './WhySheet.tsx';

export function MessageMenu({ message }: { readonly message: Message }) {
  const t = useT();
  const { notices } = useDesk();
  const [sheet, setSheet] = useState<'why' | 'move' | undefined>();
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
        </Menu>
      </MenuProvider>
      {sheet === 'why' && <WhySheet message={message} onClose={() => setSheet(undefined)} />}
      {sheet === 'move' && <MoveSheet message={message} onClose={() => setSheet(undefined)} />}
    </>
  );
}
