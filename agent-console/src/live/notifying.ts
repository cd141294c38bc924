import { personName, t } from '../i18n/i18n.ts';
import type { Clock } from '../link/backoff.ts';
import type { Ticket } from '../model/ticket.ts';
import type { PlacedEvent } from '../store/book.ts';
import { isUnread } from '../store/seen.ts';
import type { State, Store } from '../store/state.ts';
import { UNSOLVED } from '../model/ticket.ts';

const SOUND_PAUSE_MS = 3_000;
/** After a long absence many events come at once: they are news, but not a reason to ring. */
const FRESH_MS = 60_000;

/** Unread tickets that concern this agent: in their hands, or in nobody's. */
export function unreadCount(state: Pick<State, 'book' | 'seen'>, me: string): number {
  return [...state.book.entries.values()].filter(({ ticket }) => concerns(ticket, me) && UNSOLVED.includes(ticket.status) && isUnread(state.seen, ticket)).length;
}

function concerns(ticket: Ticket, me: string): boolean {
  return ticket.assignee === me || ticket.assignee === null;
}

/** Rings and notifies for customers' messages that concern this agent and that nobody at this screen is looking at. */
export class Notifying {
  readonly #store: Store;
  readonly #me: string;
  readonly #clock: Clock;
  readonly #open: (number: number) => void;
  #audio: AudioContext | undefined;
  #rangAt = -Infinity;

  constructor(store: Store, me: string, clock: Clock, open: (number: number) => void) {
    this.#store = store;
    this.#me = me;
    this.#clock = clock;
    this.#open = open;
  }

  /** Browsers let a page ring only after a gesture: called on the first one. */
  armed(): void {
    if (this.#store.getState().prefs.sound) this.#audio ??= new AudioContext();
  }

  heard(events: readonly PlacedEvent[], onScreen: number | undefined): void {
    const { prefs, book } = this.#store.getState();
    if (!prefs.sound && !prefs.desktop) return;
    for (const { event } of events) {
      if (event.k !== 'message.created' || event.data.direction !== 'inbound') continue;
      if (this.#clock.now() - Date.parse(event.at) > FRESH_MS) continue;
      const ticket = book.entries.get(event.ticket)?.ticket;
      const isLookedAt = onScreen === event.ticket && document.visibilityState === 'visible' && document.hasFocus();
      if (ticket === undefined || !concerns(ticket, this.#me) || isLookedAt) continue;
      if (prefs.sound) this.#ring();
      if (prefs.desktop) this.#notify(ticket, event.data.text);
    }
  }

  #notify(ticket: Ticket, text: string): void {
    if (!('Notification' in window) || Notification.permission !== 'granted') return;
    const name = personName(t, ticket.contact);
    const shown = new Notification(t('notify.title', { name, number: ticket.number }), { body: text.slice(0, 120), tag: `ticket-${ticket.number}` });
    shown.onclick = () => {
      window.focus();
      this.#open(ticket.number);
      shown.close();
    };
  }

  /** Two soft notes, made here: no sound file to load. */
  #ring(): void {
    const now = this.#clock.now();
    if (now - this.#rangAt < SOUND_PAUSE_MS || this.#audio === undefined) return;
    this.#rangAt = now;
    const audio = this.#audio;
    void audio.resume();
    for (const [index, pitch] of [659, 880].entries()) {
      const start = audio.currentTime + index * 0.12;
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = pitch;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.12, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.28);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.3);
    }
  }
}
