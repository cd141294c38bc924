// The gate on weight: what the first route loads (entry, its preloads, styles and the largest language), and each chunk loaded later.
import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const FIRST_ROUTE_BYTES = 180 * 1024;
const CHUNK_BYTES = 60 * 1024;

const dist = join(dirname(dirname(fileURLToPath(import.meta.url))), 'dist');
const gzipped = (path) => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;
const kilobytes = (bytes) => `${(bytes / 1024).toFixed(1)} KB`;

const html = readFileSync(join(dist, 'index.html'), 'utf8');
if (/<script(?![^>]*\bsrc=)|<style|https?:\/\//i.test(html)) {
  console.error('dist/index.html: expected neither inline script, inline style nor another origin');
  process.exit(1);
}
const first = [...html.matchAll(/(?:src|href)="\/(assets\/[^"]+)"/g)].map((match) => match[1]);
const later = readdirSync(join(dist, 'assets'))
  .map((name) => `assets/${name}`)
  .filter((path) => /\.(js|css)$/.test(path) && !first.includes(path));
const languages = later.filter((path) => /assets\/(en|zh-CN|zh-TW)-/.test(path));
const largestLanguage = Math.max(0, ...languages.map(gzipped));
const total = ['index.html', ...first].map(gzipped).reduce((sum, bytes) => sum + bytes, 0) + largestLanguage;

console.log(`first route ${kilobytes(total)} of ${kilobytes(FIRST_ROUTE_BYTES)} (gzip -9)`);
const heavy = later.filter((path) => gzipped(path) > CHUNK_BYTES);
for (const path of heavy) console.error(`${path}: ${kilobytes(gzipped(path))}, at most ${kilobytes(CHUNK_BYTES)} is allowed`);
if (total > FIRST_ROUTE_BYTES) console.error('the first route is too heavy');
if (heavy.length > 0 || total > FIRST_ROUTE_BYTES) process.exit(1);
