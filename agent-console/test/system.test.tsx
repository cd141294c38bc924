import { act, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { loadWords } from '../src/i18n/i18n.ts';
import { Problem } from '../src/link/http.ts';
import type { System } from '../src/model/people.ts';
import { SystemPage } from '../src/view/pages/SystemPage.tsx';
import { DeskContext } from '../src/view/useDesk.ts';
import { aDesk } from './desk.ts';

const AT = '2026-11-28T12:00:00.000Z';
const NODE = { name: 'a', address: '10.0.0.1:5801', self: false, hears: true, startedAt: AT, seenAt: AT, cursors: { web: 7 } };
const INBOX = { name: 'web', holder: 'a', heldAt: AT, position: 7, shown: 7, waiting: 0, oldestSeconds: 0, unsent: 0, unknown: 0 };
const SYSTEM: System = {
  node: 'b', clustered: true, bus: 'up', redis: 'up', gone: [], leases: [],
  nodes: [NODE, { ...NODE, name: 'b', self: true, cursors: {} }],
  inboxes: [INBOX],
};

let answer: () => Promise<System>;

beforeEach(async () => {
  await loadWords('en');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => vi.useRealTimers());

async function show(): Promise<HTMLElement> {
  const { desk } = aDesk({ system: () => answer() });
  const { container } = render(<DeskContext value={desk}><SystemPage /></DeskContext>);
  await act(async () => undefined);
  return container;
}

async function renewed(): Promise<void> {
  await act(async () => vi.advanceTimersByTimeAsync(2_000));
}

const card = (container: HTMLElement, data: string): HTMLElement => container.querySelector<HTMLElement>(`[data-${data}]`) ?? expect.fail(`no card ${data}`);

describe('the System page', () => {
  it('tells nodes by their names, and how far each is', async () => {
    answer = () => Promise.resolve(SYSTEM);
    const container = await show();

    within(card(container, 'node="a"')).getByText('Contact: working');
    within(card(container, 'node="a"')).getByText('7 / 7');
    within(card(container, 'node="b"')).getByText('answers this page');
    within(card(container, 'node="b"')).getByText('– / 7');
    within(card(container, 'lane="web"')).getByText(/^Last worked on by a, November 28, 2026/);
  });

  it('shows a node that fell silent until it is back', async () => {
    answer = () => Promise.resolve({ ...SYSTEM, gone: [{ name: 'c', address: '10.0.0.3:5801', seenAt: AT }] });
    const container = await show();
    within(card(container, 'gone="c"')).getByText(/^No sign of life since \d\d:\d\d$/);

    answer = () => Promise.resolve(SYSTEM);
    await renewed();
    expect(container.querySelector('[data-gone]')).toBeNull();
  });

  it('calls the work of a connector by a word, and an idle inbox nobody’s', async () => {
    const leases = ['smpp-bind', 'new-work'].map((name, i) => ({ inbox: 'web', name, holder: i === 0 ? 'a' : null, until: AT }));
    answer = () => Promise.resolve({ ...SYSTEM, leases, inboxes: [{ ...INBOX, holder: null, heldAt: null }] });
    const lane = card(await show(), 'lane="web"');

    for (const text of ['The next message goes to any node', 'SMPP session: a', 'new-work: nobody']) within(lane).getByText(text);
  });

  it('says what it means that Redis is away', async () => {
    answer = () => Promise.resolve({ ...SYSTEM, redis: 'down' });
    const parts = card(await show(), 'system');

    for (const text of ['Redis: interrupted', 'Bus between nodes: working', 'Messages go on meanwhile, some of them a little later.']) within(parts).getByText(text);
  });

  it('says when it cannot be renewed, keeps what it shows, and goes on asking', async () => {
    answer = () => Promise.resolve(SYSTEM);
    const container = await show();
    answer = () => Promise.reject(new Problem('unavailable', 503));
    await renewed();

    expect(screen.getByRole('status').textContent).toMatch(/^This page cannot be renewed: the server is busy or down\. It shows how things were at \d\d:\d\d\.$/);
    card(container, 'node="a"');

    answer = () => Promise.resolve(SYSTEM);
    await renewed();
    expect(screen.queryByRole('status')).toBeNull();
  });

  it('waits for a slow answer, and asks only then again', async () => {
    let asked = 0;
    let give: (system: System) => void = () => undefined;
    answer = () => {
      asked++;
      return new Promise((resolve) => (give = resolve));
    };
    const container = await show();
    await renewed();
    await renewed();
    expect(asked).toBe(1);

    await act(async () => give(SYSTEM));
    card(container, 'node="a"');
    await renewed();
    expect(asked).toBe(2);
  });
});
