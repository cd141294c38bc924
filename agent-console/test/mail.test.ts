import { describe, expect, it } from 'vitest';
import { isAddress, parseAddresses, written } from '../src/model/addresses.ts';
import type { Address, Mail } from '../src/model/mail.ts';
import { answeredOf, otherReplyTo, ownMailboxes, replyAllRecipients, replyRecipients, withoutTagged, withRecipients } from '../src/model/mail.ts';
import { mailProblems } from '../src/model/mailProblems.ts';
import { reasonName } from '../src/model/reasons.ts';
import type { Message } from '../src/model/ticket.ts';
import { loadMailViews, saveMailViews, withView } from '../src/store/mailViews.ts';
import { timelineOf } from '../src/store/timeline.ts';
import { loaded, newThread } from '../src/store/threads.ts';
import { foldedText, listedWith } from '../src/view/mail/MailBody.tsx';
import { FakeStorage } from './fakes.ts';
import { aMail, aMessage } from './samples.ts';

const at = (address: string, name = ''): Address => ({ name, address });
const plain = (addresses: readonly Address[]): string[] => addresses.map((address) => address.address);

describe('typed and pasted addresses', () => {
  it.each([
    ['a@x.org', [at('a@x.org')]],
    ['Ada <a@x.org>', [at('a@x.org', 'Ada')]],
    ['"Lindqvist, Ada" <a@x.org>, b@x.org', [at('a@x.org', 'Lindqvist, Ada'), at('b@x.org')]],
    ['a@x.org; b@x.org\n c@x.org', [at('a@x.org'), at('b@x.org'), at('c@x.org')]],
    ['a@x.org b@x.org', [at('a@x.org'), at('b@x.org')]],
    ['Ada Lindqvist a@x.org', [at('a@x.org', 'Ada Lindqvist')]],
    ['a@x.org (Ada; from Lund)', [at('a@x.org', 'Ada; from Lund')]],
    ['李小明 <li@x.cn>，王芳<wang@x.cn>；陈 <chen@x.cn>、d@x.cn', [at('li@x.cn', '李小明'), at('wang@x.cn', '王芳'), at('chen@x.cn', '陈'), at('d@x.cn')]],
    ['ｌｉ＠ｘ．ｃｎ', [at('li@x.cn')]],
    ['mailto:a@x.org', [at('a@x.org')]],
    ['O\'Brien <o\'brien@x.org>.', [at('o\'brien@x.org', 'O\'Brien')]],
    ['"never closed <a@x.org>, b@x.org', [at('a@x.org', '"never closed'), at('b@x.org')]],
    ['nobody', [at('nobody')]],
    [' ,; \n', []],
  ])('%j are read', (text, expected) => {
    expect(parseAddresses(text)).toEqual(expected);
  });

  it.each(['a@x.org', 'a.b+tag@mail.x.co.uk', '李@例子.中国', 'x@xn--fiqs8s.cn', '"a b"@x.org', '_a-b=c@x-y.org'])('%j can be mailed to', (text) => {
    expect(isAddress(text)).toBe(true);
  });

  it.each(['', 'a', '@x.org', 'a@', 'a@x', 'a@@x.org', 'a b@x.org', 'a@x..org', '.a@x.org', 'a@-x.org', 'a@x.org>', 'a,b@x.org', `${'a'.repeat(65)}@x.org`, 'a@x.org\nBcc: b@y.org'])('%j cannot', (text) => {
    expect(isAddress(text)).toBe(false);
  });

  it.each([at('a@x.org'), at('a@x.org', 'Ada'), at('a@x.org', 'Lindqvist, "Ada"')])('%j are written as they are read', (address) => {
    expect(parseAddresses(written(address))).toEqual([address]);
  });
});

describe('an answer', () => {
  const inbound = (mail: Partial<Mail>, change: Partial<Message> = {}): Message =>
    aMessage(3, { author: { kind: 'contact', name: 'Nina', address: 'nina@x.org' }, mail: aMail(mail), ...change });
  const outbound = aMessage(2, { direction: 'outbound', author: { kind: 'agent', name: 'Wang', address: 'Support@Shop.example' }, mail: aMail({ to: [at('nina@x.org')], replyTo: [at('support+c7.k@shop.example')] }) });

  it('goes to Reply-To, else to the sender', () => {
    expect(plain(replyRecipients(inbound({})).to)).toEqual(['nina@x.org']);
    expect(plain(replyRecipients(inbound({ replyTo: [at('desk@y.org'), at('DESK@y.org')] })).to)).toEqual(['desk@y.org']);
    expect(replyRecipients(inbound({}, { author: { kind: 'contact', name: 'Nina', address: null } })).to).toEqual([]);
    expect(plain(replyRecipients(outbound).to)).toEqual(['nina@x.org']);
  });

  it('to all takes To and Cc once each, and none of our own addresses', () => {
    const message = inbound({ to: [at('support@shop.example'), at('support+c7.k@shop.example'), at('Bob@x.org'), at('NINA@x.org')], cc: [at('bob@x.org'), at('cc@x.org'), at('support@shop.example')] });
    const all = replyAllRecipients(message, ownMailboxes([outbound, message]));

    expect({ to: plain(all.to), cc: plain(all.cc), bcc: all.bcc }).toEqual({ to: ['nina@x.org', 'Bob@x.org'], cc: ['cc@x.org'], bcc: [] });
  });

  it('to all knows the inbox itself before anybody has answered', () => {
    const message = inbound({ to: [at('Support@shop.example'), at('bob@x.org'), at('help+c7.k@shop.example')] });
    const all = replyAllRecipients(message, ownMailboxes([message], { address: 'support@shop.example', aliases: 'help@shop.example, sales@shop.example' }));

    expect(plain(all.to)).toEqual(['nina@x.org', 'bob@x.org']);
  });

  it('is to the newest mail of a person, to a machine’s only if there is no other', () => {
    const human = inbound({}, { id: 'human', seq: 3 });
    const machine = inbound({ automatic: 'bounce' }, { id: 'machine', seq: 4 });

    expect(answeredOf([human, machine, outbound])?.id).toBe('human');
    expect(answeredOf([machine])?.id).toBe('machine');
    expect(answeredOf([aMessage(1)])).toBeUndefined();
  });

  it('that goes elsewhere than to the sender is told', () => {
    expect(otherReplyTo(inbound({ replyTo: [at('Nina@X.org')] }))).toEqual([]);
    expect(plain(otherReplyTo(inbound({ replyTo: [at('refund@freemail.example')] })))).toEqual(['refund@freemail.example']);
    expect(otherReplyTo(outbound)).toEqual([]);
  });

  it('names a mailbox in one field only', () => {
    const moved = withRecipients({ to: [at('a@x.org')], cc: [at('b@x.org')], bcc: [] }, 'bcc', [at('A@x.org', 'Ada'), at('c@x.org')]);

    expect([plain(moved.to), plain(moved.cc), plain(moved.bcc)]).toEqual([[], ['b@x.org'], ['A@x.org', 'c@x.org']]);
  });

  it('hides signed addresses beside the plain one in a summary', () => {
    expect(plain(withoutTagged([at('support@x.org'), at('support+c7@x.org'), at('bob+list@x.org')]))).toEqual(['support@x.org', 'bob+list@x.org']);
  });
});

describe('a mail in the thread', () => {
  it('folds all but the new words, and nothing when there is nothing else', () => {
    expect(foldedText({ text: 'New\n\n> old', reply: 'New' })).toBe('New');
    expect(foldedText({ text: 'New\n', reply: 'New' })).toBeUndefined();
    expect(foldedText({ text: '> old', reply: '' })).toBeUndefined();
    expect(foldedText({ text: 'New', reply: null })).toBeUndefined();
  });

  it('lists the files that its formatted look does not show', () => {
    const file = (id: string) => ({ id, name: id, type: 'image/png', bytes: 1, url: `/u/${id}` });

    expect(listedWith('<img src="/u/f1?s=x">', [file('f1'), file('f2')]).map(({ id }) => id)).toEqual(['f2']);
  });

  it('has a head of its own, however soon it follows', () => {
    const follows = (mail: Mail | null): boolean[] => timelineOf(loaded(newThread(7), [aMessage(1), aMessage(2, { mail })], 2, 50), [], () => 'day')
      .flatMap((row) => (row.type === 'message' ? [row.isFollowUp] : []));

    expect(follows(null)).toEqual([false, true]);
    expect(follows(aMail({}))).toEqual([false, false]);
  });

  it('is looked at again as the agent left it, on the same browser', () => {
    const storage = new FakeStorage();
    saveMailViews(storage, 'a1', withView(withView(new Map(), 'm1', true), 'm2', false));
    expect([...loadMailViews(storage, 'a1')]).toEqual([['m1', true], ['m2', false]]);
    expect(loadMailViews(storage, 'a2').size).toBe(0);

    storage.setItem('tributary.formatted.a1', '{"no":"list"}');
    expect(loadMailViews(storage, 'a1').size).toBe(0);
  });

  it('keeps only so many choices', () => {
    let views: ReadonlyMap<string, boolean> = new Map();
    for (let n = 0; n < 600; n += 1) views = withView(views, `m${n}`, true);

    expect([views.size, views.has('m0'), views.has('m599')]).toEqual([500, false, true]);
  });
});

describe('words for machines’ words', () => {
  it.each([
    ['550 5.1.1 <a@x.org>: Recipient address rejected: User unknown', 'no-mailbox'],
    ['550 user unknown', 'no-mailbox'],
    ['452 4.2.2 The email account that you tried to reach is over quota', 'full'],
    ['552 5.3.4 Message size exceeds fixed limit', 'too-big'],
    ['550 5.7.26 This mail has been blocked because the sender is unauthenticated', 'not-authentic'],
    ['554 5.7.1 Spam message rejected', 'refused'],
    ['421 4.7.0 try again later', 'try-later'],
    ['451 greylisted', 'try-later'],
    ['5.4.7 Delivery expired', 'unreachable'],
    ['connect: connection refused to 10.1.1.1:25', 'unreachable'],
    ['no MX for nowhere.example', 'no-domain'],
    ['something else', undefined],
  ])('%j', (reason, name) => {
    expect(reasonName(reason)).toBe(name);
  });

  it('say each kind of defect once', () => {
    expect(mailProblems(['boundary-repaired', 'no-closing-boundary', 'unknown-charset', 'too-deep', 'timeout', 'missing-image', 'unparsable', 'encrypted', 'xyzzy'])).toEqual(['damaged', 'charset', 'cut', 'attachment', 'encrypted', 'other']);
  });
});
