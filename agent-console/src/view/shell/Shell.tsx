import { lazy, Suspense, useEffect, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { useT } from '../../i18n/i18n.ts';
import { Notifying, unreadCount } from '../../live/notifying.ts';
import { browserClock } from '../../link/backoff.ts';
import { mayManageAgents, mayOpenPen } from '../../model/people.ts';
import { TicketsPage } from '../list/TicketsPage.tsx';
import { Empty, Spinner } from '../parts/states.tsx';
import { useAppState, useDesk, useWiring } from '../useDesk.ts';
import { commandOf } from './commands.ts';
import { KeySheet } from './KeySheet.tsx';
import { LineBanner } from './LineBanner.tsx';
import { NoticeList } from './Notices.tsx';
import { Rail } from './Rail.tsx';
import { useCommand } from './useCommand.ts';
import { Compass } from 'lucide-react';

const PenPage = lazy(() => import('../pages/PenPage.tsx').then((module) => ({ default: module.PenPage })));
const SuppressionsPage = lazy(() => import('../pages/SuppressionsPage.tsx').then((module) => ({ default: module.SuppressionsPage })));
const SystemPage = lazy(() => import('../pages/SystemPage.tsx').then((module) => ({ default: module.SystemPage })));
const InboxesPage = lazy(() => import('../pages/InboxesPage.tsx').then((module) => ({ default: module.InboxesPage })));
const AgentsPage = lazy(() => import('../pages/AgentsPage.tsx').then((module) => ({ default: module.AgentsPage })));
const TokensPage = lazy(() => import('../pages/TokensPage.tsx').then((module) => ({ default: module.TokensPage })));

/** The frame around every page of a logged-in agent. */
export function Shell() {
  const t = useT();
  const { me } = useDesk();
  const [isHelpOpen, setHelpOpen] = useState(false);
  useKeys();
  useTitle();
  useNotifications();
  useCommand('help', () => setHelpOpen(true));
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('app.skip')}
      </a>
      <Rail />
      <div className="shell-main">
        <LineBanner />
        <main id="content" className="shell-content">
          <Suspense fallback={<Spinner />}>
            <Switch>
              <Route path="/" component={TicketsPage} />
              <Route path="/tickets/:number" component={TicketsPage} />
              {mayOpenPen(me) && <Route path="/pen" component={PenPage} />}
              {mayOpenPen(me) && <Route path="/suppressions" component={SuppressionsPage} />}
              <Route path="/inboxes" component={InboxesPage} />
              {mayManageAgents(me) && <Route path="/agents" component={AgentsPage} />}
              {mayManageAgents(me) && <Route path="/system" component={SystemPage} />}
              <Route path="/tokens" component={TokensPage} />
              <Route>
                <Empty icon={Compass} title={t('app.notFound')} />
              </Route>
            </Switch>
          </Suspense>
        </main>
      </div>
      <NoticeList />
      {isHelpOpen && <KeySheet onClose={() => setHelpOpen(false)} />}
    </div>
  );
}

function useKeys(): void {
  const { commands } = useWiring();
  const isOn = useAppState((state) => state.prefs.shortcuts);
  useEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const command = event.defaultPrevented ? undefined : commandOf(event);
      if (command === undefined || (!isOn && event.key.length === 1)) return;
      if (commands.run(command)) event.preventDefault();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [commands, isOn]);
}

function useTitle(): void {
  const t = useT();
  const { me } = useDesk();
  const unread = useAppState((state) => unreadCount(state, me.id));
  useEffect(() => {
    document.title = unread === 0 ? t('app.name') : `(${unread}) ${t('app.name')}`;
  }, [t, unread]);
}

function useNotifications(): void {
  const { me, following } = useDesk();
  const { store } = useWiring();
  const [path, navigate] = useLocation();
  const [notifying] = useState(() => new Notifying(store, me.id, browserClock, (number) => navigate(`/tickets/${number}`)));
  const onScreen = Number(/^\/tickets\/(\d+)/.exec(path)?.[1] ?? Number.NaN);
  useEffect(() => {
    following.onEvents = (events) => notifying.heard(events, onScreen);
  }, [following, notifying, onScreen]);
  useEffect(() => {
    const arm = (): void => notifying.armed();
    document.addEventListener('pointerdown', arm);
    document.addEventListener('keydown', arm);
    return () => {
      document.removeEventListener('pointerdown', arm);
      document.removeEventListener('keydown', arm);
    };
  }, [notifying]);
}
