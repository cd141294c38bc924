import { useRef, useState } from "preact/hooks";
import type { Attachment } from "../link/protocol";
import type { PendingFile } from "../conversation/pending";
import { fileSize } from "./format";
import { FileIcon } from "./icons";
import { useModel } from "./model";

const IMAGE = /^image\/(png|jpeg|gif|webp|avif)$/;

/** Files of a message in the stream. */
export function Files({ mid, files }: { readonly mid: string; readonly files: readonly Attachment[] }) {
  return (
    <div class="files">
      {files.map((file) => (IMAGE.test(file.type) ? <Picture key={file.id} mid={mid} file={file} /> : <Download key={file.id} mid={mid} file={file} />))}
    </div>
  );
}

/** The signed address of a picture may have run out since the message came: it is asked for once more, then shown as a file. */
function Picture({ mid, file }: { readonly mid: string; readonly file: Attachment }) {
  const { client, words } = useModel();
  const [failedUrl, setFailedUrl] = useState<string | null>(null);
  const tried = useRef(false);
  const failed = () => {
    setFailedUrl(file.url);
    if (!tried.current) void client.refresh(mid);
    tried.current = true;
  };
  if (failedUrl === file.url) return <Download mid={mid} file={file} />;
  return (
    <a class="picture" href={file.url} target="_blank" rel="noopener noreferrer">
      <img src={file.url} alt={file.name || words.image} loading="lazy" decoding="async" onError={failed} />
    </a>
  );
}

const FRESH_MS = 60_000;

function Download({ mid, file }: { readonly mid: string; readonly file: Attachment }) {
  const { client, locale } = useModel();
  const shown = useRef({ url: file.url, at: Date.now() });
  if (shown.current.url !== file.url) shown.current = { url: file.url, at: Date.now() };
  const renew = () => {
    if (Date.now() - shown.current.at > FRESH_MS) void client.refresh(mid);
  };
  return (
    <a class="download" href={file.url} target="_blank" rel="noopener noreferrer" download={file.name} onPointerEnter={renew} onFocus={renew}>
      <FileIcon />
      <span class="file-name">{file.name}</span>
      <span class="file-size">{fileSize(file.bytes, locale)}</span>
    </a>
  );
}

/** Files of a message on its way: the visitor's own copy is shown. */
export function PendingFiles({ files }: { readonly files: readonly PendingFile[] }) {
  const { locale } = useModel();
  return (
    <div class="files">
      {files.map((file) => (file.preview && IMAGE.test(file.type)
        ? <span key={file.up} class="picture"><img src={file.preview} alt={file.name} /></span>
        : <span key={file.up} class="download"><FileIcon /><span class="file-name">{file.name}</span><span class="file-size">{fileSize(file.bytes, locale)}</span></span>
      ))}
    </div>
  );
}
