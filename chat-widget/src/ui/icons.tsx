import type { ComponentChildren } from "preact";

function Icon({ children }: { readonly children: ComponentChildren }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">
      {children}
    </svg>
  );
}

export const CloseIcon = () => <Icon><path d="M6 9l6 6 6-6" /></Icon>;
export const CrossIcon = () => <Icon><path d="M7 7l10 10M17 7L7 17" /></Icon>;
export const ClipIcon = () => <Icon><path d="M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.4 3.4 0 0 1 4.8 4.8l-8.6 8.6a1.7 1.7 0 0 1-2.4-2.4l7.8-7.8" /></Icon>;
export const SendIcon = () => <Icon><path d="M12 19V5M5.5 11.5L12 5l6.5 6.5" /></Icon>;
export const DownIcon = () => <Icon><path d="M12 5v14M6 13l6 6 6-6" /></Icon>;
export const FileIcon = () => <Icon><path d="M14 3H7a2 2 0 0 0-2 2v14a2 2 0 0 0 2 2h10a2 2 0 0 0 2-2V8zM14 3v5h5" /></Icon>;
export const ClockIcon = () => <Icon><circle cx="12" cy="12" r="8" /><path d="M12 8v4.5l3 1.5" /></Icon>;
export const TickIcon = () => <Icon><path d="M5 12.5l4.5 4.5L19 7.5" /></Icon>;
export const TicksIcon = () => <Icon><path d="M2 12.5l4.5 4.5L16 7.5M11.5 16l1 1L22 7.5" /></Icon>;
export const AlertIcon = () => <Icon><circle cx="12" cy="12" r="9" /><path d="M12 7.5v5.5M12 16.4v.1" /></Icon>;
export const WaveIcon = () => <Icon><path d="M3 9c2.2 0 2.3 2 4.5 2S9.8 9 12 9s2.3 2 4.5 2S18.8 9 21 9M3 15c2.2 0 2.3 2 4.5 2s2.3-2 4.5-2 2.3 2 4.5 2 2.3-2 4.5-2" /></Icon>;
