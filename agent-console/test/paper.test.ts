import { describe, expect, it } from 'vitest';
import { paperOf, policyOf } from '../src/model/paper.ts';

const ORIGIN = 'https://desk.example.org';
const paper = (html: string, pictures?: ReadonlyMap<string, string>) => paperOf(html, { origin: ORIGIN, pictures });
const parsed = (html: string, pictures?: ReadonlyMap<string, string>): Document => new DOMParser().parseFromString(paper(html, pictures).srcdoc, 'text/html');

describe('the policy of a formatted mail', () => {
  it('lets in our pictures and styles, nothing else', () => {
    expect(policyOf({ origin: ORIGIN })).toBe(`default-src 'none'; img-src ${ORIGIN} data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'`);
  });

  it('lets in nothing more when pictures from elsewhere were asked for: they come through the server', () => {
    expect(policyOf({ origin: ORIGIN, pictures: new Map([['https://far.example/i.png', '/p/x']]) })).toBe(policyOf({ origin: ORIGIN }));
  });

  it.each(['', '<p>x</p>', '</head></html><meta http-equiv="Content-Security-Policy" content="default-src *">', '"><script>alert(1)</script>', '<!-- ', '<![CDATA[', '<plaintext>'])('stands before anything of the mail: %j', (html) => {
    const { srcdoc } = paper(html);
    const meta = srcdoc.indexOf('<meta http-equiv="Content-Security-Policy"');

    expect(meta).toBeGreaterThan(0);
    expect(srcdoc.slice(0, meta)).toBe('<!doctype html><html style="color-scheme:light;background:#fff"><head><meta charset="utf-8">');
    expect(srcdoc.match(/Content-Security-Policy/g)).toHaveLength(1);
  });
});

describe('hostile HTML', () => {
  it.each([
    '<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '<svg onload=alert(1)><script>alert(1)</script></svg>', '<iframe src="https://evil.example"></iframe>',
    '<a href="javascript:alert(1)">x</a>', '<a href=" JaVaScRiPt:alert(1)">x</a>', '<a href="data:text/html,<script>alert(1)</script>">x</a>', '<meta http-equiv=refresh content="0;url=https://evil.example">',
    '<base href="https://evil.example/">', '<link rel=stylesheet href="https://evil.example/x.css">', '<style>@import "https://evil.example/x.css"</style>', '<object data="https://evil.example"></object>',
    '<embed src="https://evil.example">', '<video src="https://evil.example/v"></video>', '<form action="https://evil.example"><input name=password></form>', '<button formaction="https://evil.example">x</button>',
    '<body onload=alert(1) background="https://evil.example/b.png">', '<table background="https://evil.example/b.png"><tr><td>x</td></tr></table>', '<img srcset="https://evil.example/i.png 2x">',
    '<template><script>alert(1)</script></template>', '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>', '<math><mtext><script>alert(1)</script></mtext></math>',
    '<a ping="https://evil.example/p" href="https://ok.example">x</a>', '<div popover autofocus tabindex=1 onfocus=alert(1)>x</div>',
  ])('%s loses what loads, runs or redirects', (html) => {
    const { body } = parsed(html);

    expect(body.querySelector('script, iframe, object, embed, link, style, base, meta, svg, math, video, input, button, template, noscript')).toBeNull();
    for (const element of body.querySelectorAll('*')) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^(on|srcset$|background$|ping$|action$|formaction$|autofocus$|tabindex$|popover$)/i);
        if (name === 'href') expect(value).toMatch(/^(https?:|mailto:|tel:)/);
      }
    }
  });

  it('leaves links that open beside the console, without a trace back', () => {
    const link = parsed('<a href="https://example.com/a" target="_top" rel="opener">a</a>').querySelector('a');

    expect([link?.getAttribute('href'), link?.getAttribute('target'), link?.getAttribute('rel')]).toEqual(['https://example.com/a', '_blank', 'noopener noreferrer nofollow']);
  });
});

describe('pictures from elsewhere', () => {
  const html = '<img src="/api/v1/attachments/f1?s=x"><img data-remote-src="https://evil.example/p.gif" width="1" height="1"><img data-remote-src="http://old.example/b.png"><img data-remote-src="javascript:alert(1)">';

  it('are counted and stay away', () => {
    const document = parsed(html);

    expect(paper(html).remote).toBe(2);
    expect([...document.querySelectorAll('img')].map((image) => image.getAttribute('src'))).toEqual(['/api/v1/attachments/f1?s=x', null, null, null]);
    expect(paper(html).srcdoc).not.toContain('evil.example');
  });

  it('come through the server when asked for, and only those it has', () => {
    const images = [...parsed(html, new Map([['https://evil.example/p.gif', '/p/1']])).querySelectorAll('img')];

    expect(images.map((image) => image.getAttribute('src'))).toEqual(['/api/v1/attachments/f1?s=x', '/p/1', null, null]);
    expect(images.every((image) => image.getAttribute('referrerpolicy') === 'no-referrer')).toBe(true);
  });

  it('count as trackers where the server took their address away', () => {
    expect(paper('<img data-tracker="pixel" width="1" height="1"><img data-tracker="pixel">')).toMatchObject({ remote: 0, trackers: 2 });
  });
});

describe('the height', () => {
  it('grows with the words, within bounds', () => {
    const heights = ['<p>x</p>', `<p>${'word '.repeat(200)}</p>`, `<p>${'word '.repeat(20_000)}</p>`].map((html) => paper(html).height);

    expect(heights).toEqual([...heights].sort((a, b) => a - b));
    expect(heights[0]).toBeGreaterThanOrEqual(72);
    expect(heights[2]).toBe(560);
  });
});
