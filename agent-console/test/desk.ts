import type { Api } from '../src/link/api.ts';
import { Desk } from '../src/live/desk.ts';
import { loadPrefs } from '../src/store/prefs.ts';
import { createState } from '../src/store/state.ts';
import type { Store } from '../src/store/state.ts';
import { FakeClock, FakeSocket, FakeStorage } from './fakes.ts';
import { ME } from './samples.ts';

export interface DeskUnderTest {
  readonly desk: Desk;
  readonly store: Store;
  readonly clock: FakeClock;
  readonly sockets: FakeSocket[];
  readonly storage: FakeStorage;
}

/** A desk on fakes: the given calls answer, any other is a mistake of the test. */
export function aDesk(calls: Partial<Api> & { readonly storage?: FakeStorage }): DeskUnderTest {
  const { storage = new FakeStorage(), ...given } = calls;
  const api = new Proxy({ read: () => Promise.resolve(), ...given } as unknown as Api, {
    get: (known, name) => Reflect.get(known, name) ?? (() => Promise.reject(new Error(`${String(name)} was not expected`))),
  });
  const clock = new FakeClock();
  const sockets: FakeSocket[] = [];
  const store = createState(loadPrefs(storage, ['en']), ME);
  let keys = 0;
  const desk = new Desk(ME, {
    store, api, clock, storage, random: () => 0.5,
    socket: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    newKey: () => `key-${++keys}-${clock.now()}`,
  });
  return { desk, store, clock, sockets, storage };
}
