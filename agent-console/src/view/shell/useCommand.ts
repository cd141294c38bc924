import { useEffect, useRef } from 'react';
import { useWiring } from '../useDesk.ts';
import type { Command } from './commands.ts';

/** Answers a key while the component is on screen. */
export function useCommand(command: Command, run: () => void, isActive = true): void {
  const { commands } = useWiring();
  const latest = useRef(run);
  latest.current = run;
  useEffect(() => (isActive ? commands.register(command, () => latest.current()) : undefined), [commands, command, isActive]);
}
