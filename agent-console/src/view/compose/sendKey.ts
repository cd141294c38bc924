import type { Prefs } from '../../store/prefs.ts';

export interface EnterPress {
  readonly key: string;
  readonly isComposing: boolean;
  readonly keyCode: number;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

/**
 * Does this key send? Never while an input method composes: Enter then takes the candidate. Safari ends the composition before the
 * keydown, and says so by key code 229.
 */
export function sends(press: EnterPress, sendKey: Prefs['sendKey'], isComposing: boolean): boolean {
  if (press.key !== 'Enter' || press.isComposing || isComposing || press.keyCode === 229) return false;
  if (press.ctrlKey || press.metaKey) return true;
  return sendKey === 'enter' && !press.shiftKey && !press.altKey;
}
