import { memo } from 'react';

/** Plain text with its web addresses made clickable. Chinese text and punctuation right after an address end it. */
const ADDRESS = /https?:\/\/[^\s<>"'\u3000-\u303f\uff00-\uffef\u4e00-\u9fff]+/g;
const TRAILING = /[.,;:!?)\]}]+$/;

export const RichText = memo(function RichText({ text }: { readonly text: string }) {
  return (
    <>
      {partsOf(text).map((part, index) =>
        part.isAddress ? (
          <a key={index} href={part.text} target="_blank" rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  );
});

interface Part {
  readonly text: string;
  readonly isAddress: boolean;
}

/** Exported for its test. */
export function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of text.matchAll(ADDRESS)) {
    const address = match[0].replace(TRAILING, '');
    if (match.index > end) parts.push({ text: text.slice(end, match.index), isAddress: false });
    parts.push({ text: address, isAddress: true });
    end = match.index + address.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), isAddress: false });
  return parts;
}
