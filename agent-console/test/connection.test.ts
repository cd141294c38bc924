import { beforeEach, describe, expect, it } from 'vitest';
import { backoffMs } from '../src/link/backoff.ts';
import { afterClose } from '../src/link/closeCodes.ts';
import { Connection, LoggedOut } from '../src/link/connection.ts';
import { FakeClock, FakeSocket, Heard, settled } from './fakes.ts';

let clock: FakeClock;
let heard: Heard;
let sockets: FakeSocket[];
let tickets: number;
let refuseTicket: Error | undefined;
let connection: Connection;

const socket = (): FakeSocket => {
  const latest = sockets.at(-1);
  if (latest === undefined) throw new Error('no socket was made');
  return latest;
};
const skip = (topic: string, s: number) => ({ t: 'skip', topic, s });
const change = (topic: string, s: number) => ({
  t: 'ev', topic, s, d: { k: 'status.changed', version: 1, ticket: 7, at: '2026-11-21T12:00:00.000Z', actor: { kind: 'system' }, data: { number: 7, rev: s, from: 'open', to: 'solved' } },
});
const states = (): string[] => heard.states.map((state) => state.type);

beforeEach(() => {
  clock = new FakeClock();
  heard = new Heard();
  sockets = [];
  tickets = 0;
  refuseTicket = undefined;
  connection = new Connection({
    ticket: () => (refuseTicket === undefined ? Promise.resolve(`ticket-${++tickets}`) : Promise.reject(refuseTicket)),
    socket: () => {
      sockets.push(new FakeSocket());
      return socket();
    },
    clock,
    random: () => 0.5,
    listener: heard,
  });
});

async function open(): Promise<void> {
  connection.start();
  await settled();
  await reopened();
}

async function reopened(): Promise<void> {
  await settled();
  socket().opens();
  socket().receives({ t: 'ok', re: socket().last('auth')['id'], d: { agent: { id: 'a1', name: 'A', role: 'admin' }, epoch: 'k1', hb: 25 } });
}

function answer(d: object): void {
  socket().receives({ t: 'ok', re: socket().last('sub')['id'], d });
}

describe('opening', () => {
  it('goes idle, connecting, open: ticket, auth as the first frame, then the topics', async () => {
    connection.subscribe('inbox:web', 310);

    await open();

    expect(states()).toEqual(['connecting', 'open']);
    expect(socket().sent[0]).toEqual({ t: 'auth', id: 1, d: { ticket: 'ticket-1' } });
    expect(socket().last('sub')['d']).toEqual({ topic: 'inbox:web', epoch: 'k1', seq: 310 });
  });

  it('goes to the log-in when the session is over', async () => {
    refuseTicket = new LoggedOut();
    connection.start();
    await settled();

    expect(connection.state).toEqual({ type: 'closed', reason: 'logged-out' });
    await clock.pass(120_000);
    expect(sockets).toHaveLength(0);
  });

  it('waits and tries again when the ticket cannot be had', async () => {
    refuseTicket = new Error('network');
    connection.start();
    await settled();
    expect(connection.state.type).toBe('waiting');

    refuseTicket = undefined;
    await clock.pass(300);
    await reopened();

    expect(connection.state.type).toBe('open');
  });

  it('gives up a socket that does not answer within 10 s', async () => {
    connection.start();
    await settled();
    socket().opens();

    await clock.pass(10_000);

    expect(sockets[0]?.closedWith).toBe(3012);
    expect(connection.state.type).toBe('waiting');
  });

  it('does not hear a socket that it has left', async () => {
    connection.subscribe('inbox:web', 1);
    await open();
    const old = socket();
    old.drops(1006);
    await clock.pass(1_000);
    await reopened();

    old.receives(change('inbox:web', 2));

    expect(heard.events).toEqual([]);
  });
});

describe('positions', () => {
  beforeEach(async () => {
    connection.subscribe('inbox:web', 310);
    await open();
    answer({ epoch: 'k1', seq: 310, recovered: true });
  });

  it('delivers in order, drops repeats, and moves on skips', () => {
    socket().receives(change('inbox:web', 311));
    socket().receives(change('inbox:web', 311));
    socket().receives(skip('inbox:web', 312));
    socket().receives([change('inbox:web', 313), change('inbox:web', 314)]);

    expect(heard.events.map(([, s]) => s)).toEqual([311, 313, 314]);
    expect(connection.position('inbox:web')).toEqual({ epoch: 'k1', seq: 314 });
  });

  it('asks again from its own position at a hole, once, and shows nothing past it', () => {
    socket().receives(change('inbox:web', 313));
    socket().receives(change('inbox:web', 314));

    expect(heard.events).toEqual([]);
    expect(socket().count('sub')).toBe(2);
    expect(socket().last('sub')['d']).toEqual({ topic: 'inbox:web', epoch: 'k1', seq: 310 });

    answer({ epoch: 'k1', seq: 314, recovered: true });
    socket().receives([311, 312, 313, 314].map((s) => change('inbox:web', s)));
    expect(heard.events.map(([, s]) => s)).toEqual([311, 312, 313, 314]);
  });

  it('starts the topic afresh after three replays in vain', () => {
    for (let round = 0; round < 4; round += 1) {
      socket().receives(change('inbox:web', 320));
      if (round < 3) answer({ epoch: 'k1', seq: 320, recovered: true });
    }

    expect(socket().last('sub')['d']).toEqual({ topic: 'inbox:web' });
    answer({ epoch: 'k1', seq: 320 });
    expect(heard.restarts).toEqual([['inbox:web', 320]]);
  });

  it('takes a snapshot as the new state and goes on behind it', () => {
    socket().receives(change('inbox:web', 400));
    answer({ epoch: 'k2', seq: 12, recovered: false, snapshot: { tickets: [] } });
    socket().receives(change('inbox:web', 13));

    expect(heard.snapshots).toEqual([['inbox:web', 12, { tickets: [] }]]);
    expect(heard.events).toEqual([['inbox:web', 13, 'status.changed']]);
    expect(connection.position('inbox:web')).toEqual({ epoch: 'k2', seq: 13 });
  });

  it('asks again when a heartbeat shows it behind, but grants frames on the way a second', async () => {
    socket().receives({ t: 'ping', d: { heads: { 'inbox:web': 311, 'inbox:other': 9 } } });
    expect(socket().count('pong')).toBe(1);
    await clock.pass(500);
    expect(socket().count('sub')).toBe(1);

    await clock.pass(600);

    expect(socket().last('sub')['d']).toEqual({ topic: 'inbox:web', epoch: 'k1', seq: 310 });
  });

  it('stays calm when the frames arrive within that second', async () => {
    socket().receives({ t: 'ping', d: { heads: { 'inbox:web': 311 } } });
    socket().receives(change('inbox:web', 311));

    await clock.pass(1_500);

    expect(socket().count('sub')).toBe(1);
  });

  it('resumes each topic from its position after a break, by itself', async () => {
    socket().receives(change('inbox:web', 311));
    socket().drops(1006);
    expect(connection.state.type).toBe('waiting');

    await clock.pass(1_000);
    await reopened();

    expect(tickets).toBe(2);
    expect(socket().last('sub')['d']).toEqual({ topic: 'inbox:web', epoch: 'k1', seq: 311 });
    answer({ epoch: 'k1', seq: 313, recovered: true });
    socket().receives([change('inbox:web', 312), change('inbox:web', 313)]);
    expect(heard.events.map(([, s]) => s)).toEqual([311, 312, 313]);
  });

  it('repeats a sub that stays without answer', async () => {
    connection.subscribe('ticket:7', 3);
    await clock.pass(16_000);
    socket().receives({ t: 'ping', d: { heads: {} } });

    expect(socket().sent.filter((frame) => frame['t'] === 'sub' && (frame['d'] as { topic: string }).topic === 'ticket:7')).toHaveLength(2);
  });

  it('drops a topic that is refused or taken away', async () => {
    connection.subscribe('ticket:7', 3);
    socket().receives({ t: 'err', re: socket().last('sub')['id'], d: { code: 'forbidden' } });
    socket().receives({ t: 'unsub', topic: 'inbox:web', d: { reason: 'forbidden' } });
    socket().receives(change('inbox:web', 311));

    expect(heard.losses).toEqual(['ticket:7', 'inbox:web']);
    expect(heard.events).toEqual([]);
    socket().drops(1006);
    await clock.pass(1_000);
    await reopened();
    expect(socket().count('sub')).toBe(0);
  });

  it('leaves a topic alone that the server does not take, and keeps what is known of it', async () => {
    connection.subscribe('ticket:7', 3);
    socket().receives({ t: 'err', re: socket().last('sub')['id'], d: { code: 'too-many-topics' } });
    await clock.pass(20_000);

    expect(socket().count('sub')).toBe(2);
    expect(heard.losses).toEqual([]);
  });

  it('tries a sub again that is refused for the moment', async () => {
    connection.subscribe('ticket:7', 3);
    socket().receives({ t: 'err', re: socket().last('sub')['id'], d: { code: 'unavailable', retryAfter: 4 } });
    await clock.pass(3_900);
    expect(socket().count('sub')).toBe(2);

    await clock.pass(200);

    expect(socket().last('sub')['d']).toEqual({ topic: 'ticket:7', epoch: 'k1', seq: 3 });
    expect(heard.losses).toEqual([]);
  });
});

describe('liveness', () => {
  beforeEach(open);

  it('leaves a line that has been silent for two heartbeats', async () => {
    await clock.pass(75_000);

    expect(sockets[0]?.closedWith).toBe(3012);
    expect(states()).toContain('waiting');
  });

  it('keeps a line that has heartbeats', async () => {
    for (let beat = 0; beat < 5; beat += 1) {
      await clock.pass(25_000);
      socket().receives({ t: 'ping', d: { heads: {} } });
    }

    expect(connection.state.type).toBe('open');
    expect(sockets).toHaveLength(1);
  });

  it('closes with 3501 on a malformed frame, takes nothing of it, and comes back', async () => {
    connection.subscribe('inbox:web', 1);
    socket().receivesText('[{"t":"ev","topic":"inbox:web","s":2,"d":{"k":"status.changed"}}]');

    expect(sockets[0]?.closedWith).toBe(3501);
    expect(heard.events).toEqual([]);
    await clock.pass(1_000);
    await reopened();
    expect(connection.state.type).toBe('open');
  });

  it('ignores and counts types and kinds it does not know', () => {
    connection.subscribe('inbox:web', 1);
    socket().receives({ t: 'offer', d: {} });
    socket().receives({ ...change('inbox:web', 2), d: { ...change('inbox:web', 2).d, k: 'sla.warning' } });

    expect(connection.unknownFrames).toBe(2);
    expect(connection.position('inbox:web')?.seq).toBe(2);
    expect(connection.state.type).toBe('open');
  });

  it('looks at once when poked while waiting', async () => {
    socket().drops(3004);
    connection.poke();
    await reopened();

    expect(connection.state.type).toBe('open');
  });

  it('sends view frames only while open and once the ticket is followed', () => {
    connection.subscribe('ticket:7', 1);
    connection.view(7, 'viewing');
    expect(socket().count('view')).toBe(0);

    answer({ epoch: 'k1', seq: 1, recovered: true });
    expect(heard.follows).toEqual(['ticket:7']);
    connection.view(7, 'composing');
    expect(socket().last('view')).toEqual({ t: 'view', d: { ticket: 7, state: 'composing' } });

    socket().drops(1006);
    connection.view(7, 'left');
    expect(socket().count('view')).toBe(1);
  });
});

describe('close codes', () => {
  beforeEach(open);

  it.each([1000, 1001, 1006, 1009, 3000, 3004, 3005, 3008, 3010, 3012, 3400, 4000, 4499])('%i reconnects', async (code) => {
    socket().drops(code);
    await clock.pass(1_000);
    await reopened();

    expect(connection.state.type).toBe('open');
  });

  it.each([[3501, 'protocol'], [3503, 'blocked'], [3504, 'limit'], [3507, 'origin'], [3999, 'refused'], [4500, 'refused'], [4999, 'refused']])(
    '%i stops, until a person starts again', async (code, reason) => {
      socket().drops(code);
      await clock.pass(120_000);
      expect(connection.state).toEqual({ type: 'closed', reason });
      expect(sockets).toHaveLength(1);

      connection.start();
      await reopened();
      expect(connection.state.type).toBe('open');
    });

  it.each([3500, 3502])('%i is tried once more and then meant', async (code) => {
    socket().drops(code);
    await clock.pass(1_000);
    socket().opens();
    socket().drops(code);
    await clock.pass(120_000);

    expect(connection.state).toEqual({ type: 'closed', reason: 'refused' });
    expect(sockets).toHaveLength(2);
  });

  it('3001 waits as long as the server said, and spreads', async () => {
    socket().receives({ t: 'bye', d: { retryAfter: 5 } });
    socket().drops(3001);
    connection.poke();
    await clock.pass(9_900);
    expect(sockets).toHaveLength(1);

    await clock.pass(200);
    expect(sockets).toHaveLength(2);
  });

  it('3013 waits at least 30 s', async () => {
    socket().drops(3013);
    await clock.pass(29_999);
    expect(sockets).toHaveLength(1);

    await clock.pass(1_000);
    expect(sockets).toHaveLength(2);
  });

  it('3014 forgets the positions and has the state read again', async () => {
    connection.subscribe('inbox:web', 310);
    answer({ epoch: 'k1', seq: 310, recovered: true });
    socket().drops(3014);
    await clock.pass(1_000);
    await reopened();

    expect(socket().last('sub')['d']).toEqual({ topic: 'inbox:web' });
    answer({ epoch: 'k1', seq: 500 });
    expect(heard.restarts).toEqual([['inbox:web', 500]]);
  });

  it('never waits longer than 30 s, with full jitter', () => {
    expect([0, 1, 2, 3, 10, 1000].map((attempt) => backoffMs(attempt, () => 1))).toEqual([500, 1000, 2000, 4000, 30_000, 30_000]);
    expect(backoffMs(9, () => 0)).toBe(0);
    expect(afterClose(3001)).toMatchObject({ type: 'reconnect', spreadMs: 10_000 });
  });
});
