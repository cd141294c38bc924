import { File as FileIcon, FileImage, FileX, LoaderCircle, Mail } from 'lucide-react';
import { useState } from 'react';
import { fileSize } from '../../i18n/format.ts';
import { useT } from '../../i18n/i18n.ts';
import type { Attachment } from '../../model/ticket.ts';

const INLINE = /^image\/(png|jpe?g|gif|webp|avif)$/;

interface AttachmentsProps {
  readonly attachments: readonly Attachment[];
  /** A signed address has run out: the messages must be read again. */
  readonly onExpired?: () => void;
}

export function Attachments({ attachments, onExpired }: AttachmentsProps) {
  const t = useT();
  if (attachments.length === 0) return null;
  return (
    <ul className="attachments" aria-label={t('message.attachments')}>
      {attachments.map((attachment) => (
        <li key={attachment.id}>
          <AttachmentItem key={attachment.url ?? attachment.state} attachment={attachment} {...(onExpired === undefined ? {} : { onExpired })} />
        </li>
      ))}
    </ul>
  );
}

function AttachmentItem({ attachment, onExpired }: { readonly attachment: Attachment; readonly onExpired?: () => void }) {
  const [isBroken, setBroken] = useState(false);
  if (attachment.url === null) return <AbsentItem attachment={attachment} />;
  const isImage = INLINE.test(attachment.type);
  if (isImage && !isBroken) {
    const failed = (): void => {
      setBroken(true);
      onExpired?.();
    };
    return (
      <a href={attachment.url} target="_blank" rel="noopener noreferrer" className="picture">
        <img src={attachment.url} alt={attachment.name} loading="lazy" decoding="async" onError={failed} />
      </a>
    );
  }
  const Icon = isImage ? FileImage : attachment.type === 'message/rfc822' ? Mail : FileIcon;
  return (
    <a href={attachment.url} target="_blank" rel="noopener noreferrer" className="file" download={attachment.name}>
      <Icon size={18} strokeWidth={1.7} aria-hidden />
      <span className="file-name">{attachment.name}</span>
      <span className="file-size">{fileSize(attachment.bytes)}</span>
    </a>
  );
}

/** A file that the provider still has, or did not give. */
function AbsentItem({ attachment }: { readonly attachment: Attachment }) {
  const t = useT();
  const isMissing = attachment.state === 'missing';
  const Icon = isMissing ? FileX : LoaderCircle;
  return (
    <span className="file file-absent" data-state={isMissing ? 'missing' : 'pending'}>
      <Icon size={18} strokeWidth={1.7} aria-hidden />
      <span className="file-name">{attachment.name}</span>
      <span className="file-size">{t(isMissing ? 'message.fileMissing' : 'message.filePending')}</span>
    </span>
  );
}
