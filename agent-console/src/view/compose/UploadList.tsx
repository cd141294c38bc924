import { CircleAlert, File as FileIcon, LoaderCircle, X } from 'lucide-react';
import { fileSize } from '../../i18n/format.ts';
import { reasonOf, useT } from '../../i18n/i18n.ts';
import type { Upload } from './useUploads.ts';

export function UploadList({ uploads, onRemove }: { readonly uploads: readonly Upload[]; readonly onRemove: (key: string) => void }) {
  const t = useT();
  if (uploads.length === 0) return null;
  return (
    <ul className="uploads">
      {uploads.map(({ key, name, state }) => (
        <li key={key} className={`upload upload-${state.type}`}>
          {state.type === 'uploading' && <LoaderCircle size={15} className="spin" aria-label={t('compose.uploading', { name })} />}
          {state.type === 'failed' && <CircleAlert size={15} aria-hidden />}
          {state.type === 'ready' && <FileIcon size={15} aria-hidden />}
          <span className="upload-name">{state.type === 'failed' ? t('compose.uploadFailed', { name, reason: reasonOf(state.code) }) : name}</span>
          {state.type === 'ready' && <span className="file-size">{fileSize(state.attachment.bytes)}</span>}
          <button type="button" className="icon-button" aria-label={t('compose.removeFile', { name })} onClick={() => onRemove(key)}>
            <X size={14} aria-hidden />
          </button>
        </li>
      ))}
    </ul>
  );
}
