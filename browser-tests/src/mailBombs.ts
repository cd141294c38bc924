/** Mails that mean harm: each is small to write and would be large, deep or slow to read. */
export interface Bomb {
  readonly name: string;
  readonly bytes: () => Iterable<string>;
}

const HEAD = "From: Eve <eve@bomb.example>\r\nTo: support@example.com\r\nMIME-Version: 1.0\r\n";
const MIB = 1_048_576;

function head(name: string, type: string, encoding = "7bit"): string {
  return `${HEAD}Subject: ${name}\r\nMessage-ID: <${name}@bomb.example>\r\nContent-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n`;
}

/** `piece` again and again, up to about so many bytes, never as one string. */
function* filled(bytes: number, piece: string): Generator<string> {
  const block = piece.repeat(Math.max(1, Math.floor(65_536 / piece.length)));
  for (let written = 0; written < bytes; written += block.length) yield block;
}

function* joined(...parts: readonly (string | Iterable<string>)[]): Generator<string> {
  for (const part of parts) {
    if (typeof part === "string") yield part;
    else yield* part;
  }
}

function text(name: string, bytes: number, piece: string, type = "text/plain; charset=utf-8", encoding = "8bit"): Bomb {
  return { name, bytes: () => joined(head(name, type, encoding), filled(bytes, piece)) };
}

function* nested(name: string, levels: number): Generator<string> {
  yield head(name, "multipart/mixed; boundary=b0");
  for (let i = 1; i < levels; i++) yield `--b${i - 1}\r\nContent-Type: multipart/mixed; boundary=b${i}\r\n\r\n`;
  yield `--b${levels - 1}\r\nContent-Type: text/plain\r\n\r\nat the bottom\r\n`;
  for (let i = levels - 1; i >= 0; i--) yield `--b${i}--\r\n`;
}

function* letters(name: string, levels: number): Generator<string> {
  yield head(name, "message/rfc822");
  for (let i = 1; i < levels; i++) yield `${HEAD}Subject: level ${i}\r\nContent-Type: message/rfc822\r\n\r\n`;
  yield `${HEAD}\r\nat the bottom\r\n`;
}

function* parts(name: string, count: number): Generator<string> {
  yield head(name, "multipart/mixed; boundary=b");
  for (let i = 0; i < count; i++) yield `--b\r\nContent-Type: application/octet-stream; name=f${i}.bin\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n`;
  yield "--b--\r\n";
}

/** TNEF that announces attributes of two gigabytes. */
function tnef(name: string): Bomb {
  const bytes = Buffer.concat([Buffer.from([0x78, 0x9f, 0x3e, 0x22, 1, 0]), ...Array.from({ length: 2_000 }, () => Buffer.from([2, 0x0f, 0x80, 6, 0, 0xff, 0xff, 0xff, 0x7f]))]);
  return { name, bytes: () => [head(name, "application/ms-tnef; name=winmail.dat", "base64"), bytes.toString("base64").replaceAll(/(.{76})/g, "$1\r\n"), "\r\n"] };
}

function fields(name: string, count: number, field: (i: number) => string): Bomb {
  return { name, bytes: () => joined(HEAD, `Message-ID: <${name}@bomb.example>\r\n`, (function* () { for (let i = 0; i < count; i++) yield `${field(i)}\r\n`; })(), "\r\nhello\r\n") };
}

export const BOMBS: readonly Bomb[] = [
  { name: "parts-1000", bytes: () => parts("parts-1000", 1_000) },
  { name: "parts-20000", bytes: () => parts("parts-20000", 20_000) },
  { name: "levels-50", bytes: () => nested("levels-50", 50) },
  { name: "levels-5000", bytes: () => nested("levels-5000", 5_000) },
  { name: "letters-50", bytes: () => letters("letters-50", 50) },
  { name: "letters-3000", bytes: () => letters("letters-3000", 3_000) },
  { name: "one-large-letter", bytes: () => joined(head("one-large-letter", "message/rfc822"), HEAD, "\r\n", filled(24 * MIB, "a line of a large letter inside another one, again and again\r\n")) },
  text("base64-zeros", 33 * MIB, `${"A".repeat(76)}\r\n`, "text/plain", "base64"),
  text("base64-file", 30 * MIB, `${"A".repeat(76)}\r\n`, "application/zip; name=zeros.zip", "base64"),
  text("quoted-printable", 30 * MIB, `${"=41".repeat(24)}=\r\n`, "text/plain", "quoted-printable"),
  text("soft-breaks", 8 * MIB, "=\r\n", "text/plain", "quoted-printable"),
  text("empty-lines", 8 * MIB, "\r\n"),
  text("one-line", 8 * MIB, "a"),
  text("spaces", 4 * MIB, " "),
  text("uuencoded", 8 * MIB, "begin 644 a\r\n#0V%T\r\n"),
  text("quote-marks", 4 * MIB, ">"),
  text("quote-lines", 8 * MIB, "> On Mon, Jan 5, 2026 at 10:20 AM A <a@b.example> wrote:\r\n"),
  text("attributions", 4 * MIB, "On On On Mon, Jan On 5, 2026, On at 10:20 <a@b> \r\n"),
  text("attribution-line", 2 * MIB, "On Mon, Jan 5, 2026 at 10:20 AM A <a@b.example> "),
  text("chinese-attributions", 4 * MIB, "在 2026年1月5日，下午8:45，张三 <a@b> 写\r\n"),
  text("header-words", 4 * MIB, "From: a@b.example\r\nSent: Monday\r\nTo: \r\n"),
  text("dashes", 4 * MIB, "-- \r\n---- \r\n"),
  text("html-nesting", 8 * MIB, "<div>", "text/html"),
  text("html-tables", 8 * MIB, "<table><tr><td>", "text/html"),
  text("html-quotes", 8 * MIB, "<blockquote class=gmail_quote>", "text/html"),
  text("html-styles", 4 * MIB, "<p style=\"a:b;a:b;a:b;color:red;background:url(x)\">", "text/html"),
  text("html-open-tag", 4 * MIB, "<a b=\"", "text/html"),
  text("html-entities", 4 * MIB, "&amp;&#0;&#x110000;&", "text/html"),
  text("utf-7", 4 * MIB, "+AAA-+", "text/plain; charset=utf-7"),
  text("escapes", 4 * MIB, "\u001b$B\u001b(B", "text/plain; charset=iso-2022-jp"),
  tnef("tnef-lengths"),
  fields("received-40", 40, (i) => `Received: from a${i} by b${i}; Mon, 5 Jan 2026 10:20:00 +0000`),
  fields("header-lines", 60_000, (i) => `X-Flood-${i}: ${"x".repeat(40)}`),
  fields("recipients", 20_000, (i) => `Cc: "a (b) <c>" <r${i}@b.example>, g:;`),
  fields("references", 5_000, (i) => `References: ${Array.from({ length: 20 }, (_, k) => `<${i}.${k}@b.example>`).join(" ")}`),
  fields("encoded-words", 4_000, () => `Subject: ${"=?utf-8?q?=C3?= ".repeat(30)}`),
  fields("parameters", 1, () => `Content-Type: text/plain; ${Array.from({ length: 20_000 }, (_, i) => `a*${i}*=utf-8''%41`).join(";\r\n ")}`),
  fields("comments", 1, () => `From: ${"(".repeat(60_000)}`),
  fields("authors", 1, () => `From: ${"a@b, ".repeat(12_000)}`),
  fields("dates", 3_000, () => `Date: ${"Mon, ".repeat(20)}5 Jan`),
  fields("signatures", 500, (i) => `DKIM-Signature: v=1; a=rsa-sha256; d=b.example; s=s${i}; h=${"from:".repeat(50)}to; bh=AAAA; b=${"A".repeat(300)}`),
];
