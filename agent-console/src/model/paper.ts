/**
 * Makes the document that shows a mail as its sender formed it. It stands in a sandbox without scripts and without our origin; its
 * policy lets it load pictures of our own origin only: those from elsewhere come through the server, if somebody asked for them. The server has cleaned the HTML
 * already: what is taken out here again is the second of three walls.
 */

export interface Paper {
  readonly srcdoc: string;
  /** How many pictures are on other machines. */
  readonly remote: number;
  /** How many pictures would only have told somebody that the mail is read; nobody can load them. */
  readonly trackers: number;
  /** A guess in CSS pixels: a document without scripts cannot tell. */
  readonly height: number;
}

export interface PaperOptions {
  /** Of this page, as in `https://desk.example.org`. */
  readonly origin: string;
  /** Where the server has the pictures from elsewhere, by their own address; absent until somebody asks for them. */
  readonly pictures?: ReadonlyMap<string, string> | undefined;
  readonly dir?: 'auto' | 'ltr' | 'rtl';
}

const FORBIDDEN = 'script,style,link,meta,base,iframe,frame,frameset,object,embed,applet,template,noscript,svg,math,audio,video,source,input,button,select,textarea,dialog,portal,title';
/** Attributes that load, run or redirect. `style` stays: the policy stops what it might load. */
const FORBIDDEN_ATTRIBUTE = /^(on.*|srcset|sizes|background|poster|ping|formaction|action|srcdoc|autofocus|accesskey|tabindex|contenteditable|popover.*|lowsrc|dynsrc|longdesc|usemap|data-remote-src)$/;
const LINK = /^(https?:|mailto:|tel:)/i;

/** What the frame may load; everything else is refused. */
export function policyOf({ origin }: PaperOptions): string {
  return `default-src 'none'; img-src ${origin} data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`;
}

export function paperOf(html: string, options: PaperOptions): Paper {
  const parsed = new DOMParser().parseFromString(html, 'text/html');
  for (const element of [...parsed.body.querySelectorAll(FORBIDDEN)]) element.remove();
  let remote = 0;
  const trackers = parsed.body.querySelectorAll('img[data-tracker]').length;
  for (const element of [...parsed.body.querySelectorAll('*')]) {
    if (element.localName === 'img') remote += settlePicture(element, options.pictures) ? 1 : 0;
    if (element.localName === 'a') settleLink(element);
    if (element.localName === 'blockquote' && !element.hasAttribute('style')) element.setAttribute('style', 'margin:0 0 0 2px;padding:0 0 0 12px;border-left:2px solid #c3cdd2;color:#4b5a64');
    for (const { name } of [...element.attributes]) if (FORBIDDEN_ATTRIBUTE.test(name.toLowerCase())) element.removeAttribute(name);
  }
  return { srcdoc: documentOf(parsed.body.innerHTML, options), remote, trackers, height: heightOf(parsed.body) };
}

/** Everything of ours stands before the mail's first sign: nothing in it can come ahead of the policy. Styles are attributes, for that is all the page around allows. */
function documentOf(body: string, options: PaperOptions): string {
  const style = "margin:0;padding:14px 16px;background:#fff;color:#15212a;font:14px/1.55 system-ui,-apple-system,'Segoe UI',Roboto,'PingFang SC','Microsoft YaHei','Noto Sans CJK SC',sans-serif;overflow-wrap:break-word";
  return `<!doctype html><html style="color-scheme:light;background:#fff"><head><meta charset="utf-8">`
    + `<meta http-equiv="Content-Security-Policy" content="${policyOf(options).replaceAll('"', '')}">`
    + `<meta name="referrer" content="no-referrer"><meta http-equiv="x-dns-prefetch-control" content="off"><meta name="color-scheme" content="light"><meta name="viewport" content="width=device-width">`
    + `</head><body dir="${options.dir ?? 'auto'}" style="${style}">${body}</body></html>`;
}

/** True if the picture is elsewhere. */
function settlePicture(image: Element, pictures: ReadonlyMap<string, string> | undefined): boolean {
  const remote = image.getAttribute('data-remote-src');
  image.setAttribute('referrerpolicy', 'no-referrer');
  image.setAttribute('decoding', 'async');
  const fit = /(?:^|;)\s*max-width\s*:/i.test(image.getAttribute('style') ?? '') ? '' : ';max-width:100%';
  // Without a height of its own it keeps its shape when it is made narrower.
  const shape = image.hasAttribute('height') ? ';object-fit:contain' : ';height:auto';
  const style = `${image.getAttribute('style') ?? ''}${fit}${shape}`.replace(/^;/, '');
  image.setAttribute('style', style);
  if (remote === null) return false;
  if (!/^https?:\/\//i.test(remote.trim())) return false;
  const here = pictures?.get(remote);
  if (here !== undefined) image.setAttribute('src', here);
  else {
    image.removeAttribute('src');
    // Too small to be a picture: it only tells that somebody has read.
    if (!isSpeck(image)) image.setAttribute('style', `${style};outline:1px dashed #b4bfc5;outline-offset:-1px;background:#f3f5f6;color:#5f6e78;font-size:12px`);
  }
  return true;
}

function isSpeck(image: Element): boolean {
  return ['width', 'height'].some((side) => /^\s*[0-3](px)?\s*$/.test(image.getAttribute(side) ?? '')) || /(?:^|;)\s*(?:display\s*:\s*none|(?:width|height)\s*:\s*[0-3](?:px)?\s*(?:;|$))/i.test(image.getAttribute('style') ?? '');
}

function settleLink(link: Element): void {
  if (!LINK.test(link.getAttribute('href')?.trim() ?? '')) link.removeAttribute('href');
  link.setAttribute('target', '_blank');
  link.setAttribute('rel', 'noopener noreferrer nofollow');
}

const LEAST = 72;
const MOST = 560;
const LINE_PX = 22;
const COLUMNS = 78;
const BLOCKS = new Set(['p', 'div', 'tr', 'br', 'li', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'pre', 'hr']);
const PICTURE_PX = 120;

/** Lines that text and blocks will take, and what is known of the pictures. */
function heightOf(body: Element): number {
  const text = body.textContent ?? '';
  const wide = text.match(/[\u2e80-\u9fff\uac00-\ud7af\uff00-\uff60]/g)?.length ?? 0;
  const lines = (text.replace(/\s+/g, ' ').length + wide) / COLUMNS;
  let height = lines * LINE_PX + 40;
  for (const element of body.querySelectorAll('*')) {
    if (element.localName === 'img' && element.hasAttribute('src')) height += Math.min(Number.parseInt(element.getAttribute('height') ?? '', 10) || PICTURE_PX, 400);
    else if (BLOCKS.has(element.localName)) height += LINE_PX * (/^(p|h[1-6])$/.test(element.localName) ? 1.2 : 0.7);
  }
  return Math.round(Math.min(MOST, Math.max(LEAST, height)));
}
