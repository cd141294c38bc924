import { createContext, use } from 'react';
import { useStore } from 'zustand';
import type { Desk } from '../live/desk.ts';
import type { Sessions } from '../live/session.ts';
import type { Ticket } from '../model/ticket.ts';
import type { State, Store } from '../store/state.ts';
import type { Commands } from './shell/commands.ts';

/** What main.tsx wires and every component may reach. */
export interface Wiring {
  readonly store: Store;
  readonly sessions: Sessions;
  readonly commands: Commands;
}

export const WiringContext = createContext<Wiring | undefined>(undefined);
export const DeskContext = createContext<Desk | undefined>(undefined);

export function useWiring(): Wiring {
  const wiring = use(WiringContext);
  if (wiring === undefined) throw new Error('WiringContext: expected a provider above');
  return wiring;
}

export function useDesk(): Desk {
  const desk = use(DeskContext);
  if (desk === undefined) throw new Error('DeskContext: expected a provider above');
  return desk;
}

/** Reads a slice of the state; `select` must not build new objects. */
export function useAppState<T>(select: (state: State) => T): T {
  return useStore(useWiring().store, select);
}

/** Whom the ticket is with, as far as it is known. */
export function useContact(ticket: number): Ticket['contact'] | undefined {
  return useAppState((state) => state.book.entries.get(ticket)?.ticket.contact);
}
