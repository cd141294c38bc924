import { beforeEach, describe, expect, it } from 'vitest';
import type { NewMessage } from '../src/link/api.ts';
import { Problem } from '../src/link/http.ts';
import type { Outgoing } from '../src/store/outgoing.ts';
import { loaded, newThread } from '../src/store/threads.ts';
import { aDesk } from './desk.ts';
import type { DeskUnderTest } from './desk.ts';
import { FakeStorage, settled } from './fakes.ts';
import { aMessage, ME } from './samples.ts';

let under: DeskUnderTest;
/** A server that stores one message per key, like the real one. */
let stored: Map<string, NewMessage>;
let calls: { key: string; body: NewMessage }[];
let fail: (problem: 'lost-answer' | Problem | undefined, call: number) => 'lost-answer' | Problem | undefined;

const waiting = (): readonly Outgoing[] => under.store.getState().outgoing;
const texts = (): string[] => [...stored.values()].map((body) => body.text);

function start(storage: FakeStorage): void {
  under = aDesk({
    storage,
    socketTicket: () => Promise.resolve('ticket'),
    send: async (_, body, key) => {
      calls.push({ key, body });
      const problem = fail(undefined, calls.length);
      if (problem instanceof Problem) throw problem;
      const isNew = !stored.has(key);
      if (isNew) stored.set(key, body);
      if (problem === 'lost-answer') throw new Problem('network', 0);
      return aMessage(5 + [...stored.keys()].indexOf(key) + 1, { id: `stored-${key}`, text: body.text, direction: body.kind === 'note' ? 'note' : 'outbound' });
    },
  });
  under.store.setState({ threads: new Map([[7, loaded(newThread(7), [aMessage(4), aMessage(5)], 5, 50)]]) });
}

beforeEach(() => {
  stored = new Map();
  calls = [];
  fail = () => undefined;
  start(new FakeStorage());
});

describe('a send', () => {
  it('shows at once, then becomes the message', async () => {
    under.desk.sending.send(7, 'reply', '您好', []);
    expect(waiting()).toMatchObject([{ text: '您好', state: { type: 'sending' } }]);

    await under.clock.pass(0);

    expect(waiting()).toEqual([]);
    expect(under.store.getState().threads.get(7)?.messages.at(-1)?.text).toBe('您好');
    expect(calls[0]?.body).toEqual({ kind: 'reply', text: '您好', lastSeen: 5 });
  });

  it('whose answer is lost is repeated with the same key and stored once', async () => {
    fail = (_, call) => (call === 1 ? 'lost-answer' : undefined);
    under.desk.sending.send(7, 'reply', '您好', []);

    await under.clock.pass(60_000);

    expect(calls).toHaveLength(2);
    expect(new Set(calls.map((call) => call.key)).size).toBe(1);
    expect(texts()).toEqual(['您好']);
    expect(waiting()).toEqual([]);
  });

  it.each([0, 408, 502, 503, 504])('waits while the line or the server is down (%i), however long, and goes out by itself', async (status) => {
    fail = () => new Problem('network', status);
    under.desk.sending.send(7, 'reply', '您好', []);
    await under.clock.pass(600_000);
    expect(waiting()).toMatchObject([{ text: '您好', state: { type: 'sending', isWaiting: true } }]);

    fail = () => undefined;
    await under.clock.pass(30_000);

    expect(new Set(calls.map((call) => call.key)).size).toBe(1);
    expect(texts()).toEqual(['您好']);
    expect(waiting()).toEqual([]);
  });

  it('goes out as soon as the live connection opens, in the order written', async () => {
    fail = () => new Problem('network', 0);
    for (const text of ['first', 'second', 'third']) under.desk.sending.send(7, 'reply', text, []);
    under.desk.sending.send(8, 'note', 'elsewhere', []);
    await under.clock.pass(600_000);
    // Those behind were not tried at all.
    expect(new Set(calls.map((call) => call.body.text))).toEqual(new Set(['first', 'elsewhere']));

    fail = () => undefined;
    const before = under.clock.now();
    under.desk.connection.start();
    await settled();
    const socket = under.sockets.at(-1)!;
    socket.opens();
    socket.receives({ t: 'ok', re: socket.last('auth')['id'], d: { agent: ME, epoch: 'k1', hb: 25 } });
    for (let turn = 0; turn < 5; turn += 1) await settled();

    expect(under.store.getState().connection.type).toBe('open');
    expect(under.clock.now()).toBe(before);
    expect(texts().filter((text) => text !== 'elsewhere')).toEqual(['first', 'second', 'third']);
    expect(texts()).toContain('elsewhere');
    expect(waiting()).toEqual([]);
  });

  it('that a limit holds back is not hurried by the connection', async () => {
    fail = (_, call) => (call === 1 ? new Problem('rate-limited', 429, {}, 9) : undefined);
    under.desk.sending.send(7, 'note', 'n', []);
    await under.clock.pass(0);

    under.desk.sending.opened();
    await under.clock.pass(8_000);

    expect(calls).toHaveLength(1);
  });

  it('that was refused can be tried again with the same key', async () => {
    fail = () => new Problem('forbidden', 403);
    under.desk.sending.send(7, 'reply', '您好', []);
    await under.clock.pass(0);

    fail = () => undefined;
    under.desk.sending.retry(waiting()[0]!.key);
    await under.clock.pass(0);

    expect(new Set(calls.map((call) => call.key)).size).toBe(1);
    expect(texts()).toEqual(['您好']);
    expect(waiting()).toEqual([]);
  });

  it('keeps the order over a reload', async () => {
    const storage = new FakeStorage();
    start(storage);
    fail = () => new Problem('unavailable', 503);
    for (const text of ['first', 'second']) {
      under.desk.sending.send(7, 'reply', text, []);
      await under.clock.pass(1_000);
    }
    under.desk.sending.stop();

    fail = () => undefined;
    start(storage);
    under.desk.sending.resume();
    await under.clock.pass(0);

    expect(texts()).toEqual(['first', 'second']);
    expect(storage.length).toBe(0);
  });

  it('that a reload interrupts goes on with the same key', async () => {
    const storage = new FakeStorage();
    start(storage);
    fail = () => 'lost-answer';
    under.desk.sending.send(7, 'reply', '您好', []);
    await under.clock.pass(10);
    under.desk.sending.stop();

    fail = () => undefined;
    start(storage);
    under.desk.sending.resume();
    await under.clock.pass(0);

    expect(new Set(calls.map((call) => call.key)).size).toBe(1);
    expect(texts()).toEqual(['您好']);
    expect(storage.length).toBe(0);
  });

  it('waits for the one before it: messages keep their order', async () => {
    fail = (_, call) => (call === 1 ? new Problem('unavailable', 503, {}, 2) : undefined);
    under.desk.sending.send(7, 'reply', 'first', []);
    under.desk.sending.send(7, 'reply', 'second', []);

    await under.clock.pass(60_000);

    expect(texts()).toEqual(['first', 'second']);
  });

  it('honours retryAfter', async () => {
    fail = (_, call) => (call === 1 ? new Problem('rate-limited', 429, {}, 9) : undefined);
    under.desk.sending.send(7, 'note', 'n', []);
    await under.clock.pass(8_900);
    expect(calls).toHaveLength(1);

    await under.clock.pass(2_000);
    expect(calls).toHaveLength(2);
  });

  it('that is refused for good is not repeated', async () => {
    fail = () => new Problem('forbidden', 403);
    under.desk.sending.send(7, 'reply', 'x', []);

    await under.clock.pass(60_000);

    expect(calls).toHaveLength(1);
    expect(waiting()).toMatchObject([{ state: { type: 'failed', code: 'forbidden' } }]);
  });

  it('of a note carries no lastSeen: nobody has to have read anything', async () => {
    under.desk.sending.send(7, 'note', 'internal', [{ id: 'f1', name: 'a.png', type: 'image/png', bytes: 1, url: '/x' }]);
    await under.clock.pass(0);

    expect(calls[0]?.body).toEqual({ kind: 'note', text: 'internal', attachments: ['f1'] });
  });
});

describe('the stale-context guard', () => {
  beforeEach(async () => {
    fail = (_, call) => (call === 1 ? new Problem('stale-context', 409, { seq: 6 }) : undefined);
    under.desk.sending.send(7, 'reply', '您好', []);
    await under.clock.pass(0);
  });

  it('stops the reply and keeps its words', () => {
    expect(waiting()).toMatchObject([{ text: '您好', state: { type: 'stale', seq: 6 } }]);
    expect(texts()).toEqual([]);
  });

  it('lets a person send anyway: a new request, forced', async () => {
    under.desk.sending.force(waiting()[0]!.key);
    await under.clock.pass(0);

    expect(calls[1]?.body).toMatchObject({ text: '您好', force: true });
    expect(calls[1]?.key).not.toBe(calls[0]?.key);
    expect(texts()).toEqual(['您好']);
  });

  it('hands the words back for editing, before what was written since', () => {
    under.desk.drafts.keep(7, 'reply', 'since', []);
    under.desk.sending.edit(waiting()[0]!.key);

    expect(under.desk.drafts.of(7, 'reply').text).toBe('您好\nsince');
    expect(waiting()).toEqual([]);
    expect(under.store.getState().draftEdits).toBe(1);
  });

  it('drops them only when told to', () => {
    under.desk.sending.discard(waiting()[0]!.key);

    expect(waiting()).toEqual([]);
    expect(texts()).toEqual([]);
  });
});
