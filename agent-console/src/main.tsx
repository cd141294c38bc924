import { createRoot } from 'react-dom/client';
import { activate } from './i18n/i18n.ts';
import { createApi } from './link/api.ts';
import { browserClock } from './link/backoff.ts';
import type { SocketLike } from './link/connection.ts';
import { createHttp } from './link/http.ts';
import { newKey } from './link/keys.ts';
import { Desk } from './live/desk.ts';
import type { Surroundings } from './live/desk.ts';
import { Sessions } from './live/session.ts';
import type { Me } from './model/people.ts';
import type { TextStorage } from './store/drafts.ts';
import { loadPrefs, savePrefs } from './store/prefs.ts';
import type { Prefs } from './store/prefs.ts';
import { createState } from './store/state.ts';
import { App } from './view/App.tsx';
import { Commands } from './view/shell/commands.ts';
import { WiringContext } from './view/useDesk.ts';
import './style/main.css';

/** Everything is put together here: the browser's edges, the stores, the effects and the page. */
const storage: TextStorage = window.localStorage;
const store = createState(loadPrefs(storage, navigator.languages));
const api = createApi(createHttp({ fetch: window.fetch.bind(window), loggedOut: () => sessions.expired() }));
const sessions = new Sessions(store, api);
const commands = new Commands();
const around: Surroundings = { store, api, clock: browserClock, random: Math.random, storage, socket: openSocket, newKey };

function openSocket(): SocketLike {
  const origin = window.location.origin.replace(/^http/, 'ws');
  return new WebSocket(`${origin}/api/v1/ws`, 'ag1') as SocketLike;
}

const openDesk = (me: Me): Desk => new Desk(me, around);

function applyTheme(prefs: Prefs): void {
  if (prefs.theme === 'auto') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = prefs.theme;
}

store.subscribe((state, before) => {
  if (state.prefs === before.prefs) return;
  savePrefs(storage, state.prefs);
  applyTheme(state.prefs);
  if (state.prefs.locale !== before.prefs.locale) void activate(state.prefs.locale);
});

async function main(): Promise<void> {
  applyTheme(store.getState().prefs);
  await Promise.all([activate(store.getState().prefs.locale), sessions.start()]);
  const root = document.getElementById('root');
  if (root === null) throw new Error('index.html: expected an element with the id "root"');
  createRoot(root).render(
    <WiringContext value={{ store, sessions, commands }}>
      <App openDesk={openDesk} />
    </WiringContext>,
  );
}

void main();
