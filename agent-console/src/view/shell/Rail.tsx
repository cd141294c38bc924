import { Menu, MenuButton, MenuItem, MenuProvider } from '@ariakit/react';
import { Inbox as InboxIcon, KeyRound, Keyboard, LogOut, MailX, Server, ShieldAlert, Tickets, Users } from 'lucide-react';
import type { LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { Link, useLocation } from 'wouter';
import { useT } from '../../i18n/i18n.ts';
import { mayManageAgents, mayOpenPen } from '../../model/people.ts';
import { Face } from '../parts/Face.tsx';
import { useAppState, useDesk, useWiring } from '../useDesk.ts';
import { Logo } from './Logo.tsx';
import { SettingsSheet } from './SettingsSheet.tsx';

/** The way between pages: a rail at the side, a bar at the bottom of a phone. */
export function Rail() {
  const t = useT();
  const { me } = useDesk();
  const parked = useAppState((state) => state.inboxes.reduce((sum, inbox) => sum + inbox.counters.quarantined, 0));
  return (
    <nav className="rail" aria-label={t('nav.label')}>
      <span className="rail-logo">
        <Logo />
      </span>
      <RailLink to="/" icon={Tickets} label={t('nav.tickets')} isActive={(path) => path === '/' || path.startsWith('/tickets')} />
      {mayOpenPen(me) && <RailLink to="/pen" icon={ShieldAlert} label={t('nav.pen')} mark={parked} />}
      {mayOpenPen(me) && <RailLink to="/suppressions" icon={MailX} label={t('nav.suppressions')} />}
      <RailLink to="/inboxes" icon={InboxIcon} label={t('nav.inboxes')} />
      {mayManageAgents(me) && <RailLink to="/agents" icon={Users} label={t('nav.agents')} />}
      {mayManageAgents(me) && <RailLink to="/system" icon={Server} label={t('nav.system')} />}
      <RailLink to="/tokens" icon={KeyRound} label={t('nav.tokens')} />
      <span className="rail-space" />
      <AccountMenu />
    </nav>
  );
}

interface RailLinkProps {
  readonly to: string;
  readonly icon: LucideIcon;
  readonly label: string;
  readonly mark?: number;
  readonly isActive?: (path: string) => boolean;
}

function RailLink({ to, icon: Icon, label, mark = 0, isActive = (path) => path === to }: RailLinkProps) {
  const [path] = useLocation();
  return (
    <Link to={to} className="rail-link" title={label} aria-current={isActive(path) ? 'page' : undefined}>
      <Icon size={20} strokeWidth={1.8} aria-hidden />
      <span className="rail-text">{label}</span>
      {mark > 0 && <span className="rail-mark">{mark > 99 ? '99+' : mark}</span>}
    </Link>
  );
}

function AccountMenu() {
  const t = useT();
  const { me, notices } = useDesk();
  const { sessions, commands } = useWiring();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <MenuProvider placement="right-end">
        <MenuButton className="rail-account" title={me.name}>
          <Face name={me.name} />
          <span className="sr-only">{t('nav.account')}</span>
        </MenuButton>
        <Menu className="popup" gutter={6} portal unmountOnHide fitViewport>
          <div className="popup-head">
            <strong>{me.name}</strong>
            <span>{me.email}</span>
            <span>{t(`role.${me.role}`)}</span>
          </div>
          <MenuItem className="popup-item" onClick={() => setOpen(true)}>
            <Users size={15} aria-hidden />
            {t('nav.account')}
          </MenuItem>
          <MenuItem className="popup-item" onClick={() => commands.run('help')}>
            <Keyboard size={15} aria-hidden />
            {t('nav.shortcuts')}
          </MenuItem>
          <MenuItem className="popup-item" onClick={() => sessions.logOut().catch((problem: unknown) => notices.problem(problem))}>
            <LogOut size={15} aria-hidden />
            {t('nav.logout')}
          </MenuItem>
        </Menu>
      </MenuProvider>
      {isOpen && <SettingsSheet onClose={() => setOpen(false)} />}
    </>
  );
}
