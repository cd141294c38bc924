/** Tabs of one visitor take turns in saying hello, so that two rotations of the token never cross. */
export interface Turn {
  end(): void;
}

const LONGEST_MS = 5_000;

/** Waits for the turn, but not for ever: a browser without locks, or a stuck tab, must not keep the visitor out. */
export function takeTurn(name: string, locks: LockManager | undefined): Promise<Turn> {
  if (!locks) return Promise.resolve({ end: () => undefined });
  return new Promise((granted) => {
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => { end = resolve; });
    const turn: Turn = { end };
    const giveUp = setTimeout(() => granted(turn), LONGEST_MS);
    const held = locks.request(name, () => {
      clearTimeout(giveUp);
      granted(turn);
      setTimeout(end, LONGEST_MS);
      return ended;
    });
    held.catch(() => granted(turn));
  });
}
