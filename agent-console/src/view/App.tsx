import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useT } from '../i18n/i18n.ts';
import type { Desk } from '../live/desk.ts';
import type { Me } from '../model/people.ts';
import { unreachable } from '../model/unreachable.ts';
import { LogIn } from './entry/LogIn.tsx';
import { SetUp } from './entry/SetUp.tsx';
import { Failure, Spinner } from './parts/states.tsx';
import { Shell } from './shell/Shell.tsx';
import { DeskContext, useAppState, useWiring } from './useDesk.ts';

/** Who is at the screen decides what is on it. */
export function App({ openDesk }: { readonly openDesk: (me: Me) => Desk }) {
  const t = useT();
  const { sessions } = useWiring();
  const session = useAppState((state) => state.session);
  const [path] = useLocation();
  switch (session.type) {
    case 'starting':
      return <Spinner />;
    case 'unreachable':
      return <Failure title={t('app.unreachable')} onRetry={() => void sessions.start()} />;
    case 'logged-out':
      return path === '/setup' ? <SetUp /> : <LogIn />;
    case 'logged-in':
      return path === '/setup' ? <SetUp /> : <AtDesk key={session.me.id} me={session.me} openDesk={openDesk} />;
    default:
      return unreachable(session);
  }
}

function AtDesk({ me, openDesk }: { readonly me: Me; readonly openDesk: (me: Me) => Desk }) {
  const [desk, setDesk] = useState<Desk>();
  useEffect(() => {
    const opened = openDesk(me);
    opened.start();
    setDesk(opened);
    return () => opened.stop();
  }, [me, openDesk]);
  useEffect(() => (desk === undefined ? undefined : watchPage(desk)), [desk]);
  if (desk === undefined) return <Spinner />;
  return (
    <DeskContext value={desk}>
      <Shell />
    </DeskContext>
  );
}

/** Timers of a hidden page are slowed down: when it comes back, the line is looked at once. */
function watchPage(desk: Desk): () => void {
  const changed = (): void => {
    desk.showing.visible(document.visibilityState === 'visible');
    if (document.visibilityState === 'visible') desk.connection.poke();
  };
  const online = (): void => desk.connection.poke();
  document.addEventListener('visibilitychange', changed);
  window.addEventListener('online', online);
  return () => {
    document.removeEventListener('visibilitychange', changed);
    window.removeEventListener('online', online);
  };
}
