import { Dialog, DialogDismiss, DialogHeading } from '@ariakit/react';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useT } from '../../i18n/i18n.ts';

interface SheetProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A modal dialog; from the bottom edge on a phone. */
export function Sheet({ title, onClose, children }: SheetProps) {
  const t = useT();
  return (
    <Dialog open onClose={onClose} className="sheet" backdrop={<div className="backdrop" />} unmountOnHide>
      <header className="sheet-head">
        <DialogHeading className="sheet-title">{title}</DialogHeading>
        <DialogDismiss className="icon-button" aria-label={t('app.close')}>
          <X size={18} aria-hidden />
        </DialogDismiss>
      </header>
      {children}
    </Dialog>
  );
}

interface ConfirmProps {
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

export function Confirm({ title, text, action, onConfirm, onClose }: ConfirmProps) {
  const t = useT();
  return (
    <Sheet title={title} onClose={onClose}>
      <p className="sheet-text">{text}</p>
      <footer className="sheet-foot">
        <button type="button" className="button" onClick={onClose}>
          {t('app.cancel')}
        </button>
        <button
          type="button"
          className="button button-danger"
          onClick={() => {
            onConfirm();
            onClose();
          }}
        >
          {action}
        </button>
      </footer>
    </Sheet>
  );
}
