import { isRefused, type Upload } from "../conversation/uploads";
import { fileSize } from "./format";
import { CrossIcon, FileIcon } from "./icons";
import { useModel } from "./model";

/** The files of the message being written, above the text. */
export function UploadStrip() {
  const { client } = useModel();
  const items = client.uploads.items.value;
  return items.length === 0 ? null : <ul class="uploads">{items.map((item) => <UploadView key={item.id} item={item} />)}</ul>;
}

function UploadView({ item }: { readonly item: Upload }) {
  const { words, client, locale } = useModel();
  const { name, size } = item.file;
  const failed = item.state === "failed";
  return (
    <li class={failed ? "upload failed" : "upload"}>
      {item.preview ? <img src={item.preview} alt="" /> : <span class="upload-icon"><FileIcon /></span>}
      <span class="upload-text">
        <span class="file-name">{name}</span>
        {failed ? <span role="alert">{words.problem(item.code ?? "")}</span> : <span class="file-size">{fileSize(size, locale)}</span>}
        {(item.state === "waiting" || item.state === "sending") && <progress max={1} value={item.progress} aria-label={words.uploading(name)} />}
      </span>
      {failed && !isRefused(item) && <button type="button" class="link" onClick={() => client.uploads.retry(item.id)}>{words.retry}</button>}
      <button type="button" class="plain small" aria-label={words.remove(name)} title={words.remove(name)} onClick={() => client.uploads.cancel(item.id)}><CrossIcon /></button>
    </li>
  );
}
