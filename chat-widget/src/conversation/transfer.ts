import type { UploadGrant } from "../link/parse";
import { object, string } from "../link/shape";
import type { Transfer } from "./uploads";

/** Sends a file to its signed address. XMLHttpRequest, because `fetch` cannot tell the progress of an upload. */
export function putFile(grant: UploadGrant, file: File, progress: (share: number) => void): Transfer {
  const request = new XMLHttpRequest();
  const done = new Promise<string | null>((resolve) => {
    request.upload.onprogress = (event) => progress(event.total > 0 ? event.loaded / event.total : 0);
    request.onload = () => resolve(request.status >= 200 && request.status < 300 ? null : problemCode(request.responseText));
    request.onerror = request.ontimeout = () => resolve("network");
    request.onabort = () => resolve("cancelled");
  });
  request.open(grant.method, grant.url);
  for (const [name, value] of Object.entries(grant.headers)) request.setRequestHeader(name, value);
  request.send(file);
  return { done, abort: () => request.abort() };
}

function problemCode(body: string): string {
  try {
    return string(object(JSON.parse(body), "problem"), "code");
  } catch {
    return "network";
  }
}
