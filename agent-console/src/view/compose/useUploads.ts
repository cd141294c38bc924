import { useEffect, useRef, useState } from 'react';
import { Problem } from '../../link/http.ts';
import { newKey } from '../../link/keys.ts';
import type { Attachment } from '../../model/ticket.ts';
import { useDesk } from '../useDesk.ts';

export interface Upload {
  readonly key: string;
  readonly name: string;
  readonly state:
    | { readonly type: 'uploading' }
    | { readonly type: 'failed'; readonly code: string }
    | { readonly type: 'ready'; readonly attachment: Attachment };
}

/** Files on their way up. Each goes at once; a message is sent only when none is under way. */
export function useUploads(initial: readonly Attachment[]) {
  const { api } = useDesk();
  const [uploads, setUploads] = useState<readonly Upload[]>(() => initial.map(ready));
  const aborts = useRef(new Map<string, AbortController>());
  useEffect(() => {
    const running = aborts.current;
    return () => running.forEach((abort) => abort.abort());
  }, []);

  const settle = (key: string, state: Upload['state']): void =>
    setUploads((now) => now.map((upload) => (upload.key === key ? { ...upload, state } : upload)));

  const add = (files: Iterable<File>): void => {
    for (const file of files) {
      const key = newKey();
      const abort = new AbortController();
      aborts.current.set(key, abort);
      setUploads((now) => [...now, { key, name: file.name, state: { type: 'uploading' } }]);
      api.attach(file, abort.signal).then(
        (attachment) => settle(key, { type: 'ready', attachment }),
        (problem: unknown) => settle(key, { type: 'failed', code: problem instanceof Problem ? problem.code : 'other' }),
      );
    }
  };
  const remove = (key: string): void => {
    aborts.current.get(key)?.abort();
    setUploads((now) => now.filter((upload) => upload.key !== key));
  };
  const reset = (attachments: readonly Attachment[]): void => setUploads(attachments.map(ready));
  const attachments = uploads.flatMap((upload) => (upload.state.type === 'ready' ? [upload.state.attachment] : []));
  return { uploads, attachments, isBusy: uploads.some((upload) => upload.state.type === 'uploading'), add, remove, reset };
}

function ready(attachment: Attachment): Upload {
  return { key: attachment.id, name: attachment.name, state: { type: 'ready', attachment } };
}
