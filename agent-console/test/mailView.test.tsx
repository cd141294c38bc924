import { fireEvent, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewMessage } from '../src/link/api.ts';
import type { Mail } from '../src/model/mail.ts';
import type { Message } from '../src/model/ticket.ts';
import { loaded, newThread } from '../src/store/threads.ts';
import { Composer } from '../src/view/compose/Composer.tsx';
import { Commands } from '../src/view/shell/commands.ts';
import { MessageItem } from '../src/view/thread/MessageItem.tsx';
import { WhySheet } from '../src/view/thread/WhySheet.tsx';
import { DeskContext, WiringContext } from '../src/view/useDesk.ts';
import { aDesk } from './desk.ts';
import type { DeskUnderTest } from './desk.ts';
import { settled } from './fakes.ts';
import { aMail, aMessage, aTicket } from './samples.ts';

const NINA = { kind: 'contact', name: 'Nina', address: 'nina@x.org' };
let under: DeskUnderTest;
let sent: NewMessage[];
let moved: [string, number | undefined][];

beforeEach(() => {
  sent = [];
  moved = [];
  under = aDesk({
    send: (_, body) => {
      sent.push(body);
      return Promise.resolve(aMessage(9, { text: body.text, direction: 'outbound' }));
    },
    pictures: () => Promise.resolve([{ source: 'https://far.example/i.png', url: '/p/1?s=x' }]),
    moveMessage: (message, ticket) => {
      moved.push([message, ticket]);
      return Promise.resolve();
    },
  });
});

function show(children: ReactNode) {
  return render(
    <WiringContext value={{ store: under.store, commands: new Commands(), sessions: undefined as never }}>
      <DeskContext value={under.desk}>{children}</DeskContext>
    </WiringContext>,
  );
}

const mailItem = (mail: Partial<Mail>, change: Partial<Message> = {}) =>
  show(<MessageItem message={aMessage(3, { author: NINA, mail: aMail(mail), ...change })} isFollowUp={false} isMine={false} onExpired={() => undefined} />);

describe('a mail', () => {
  it('says from whom and to whom, and the rest on demand', async () => {
    mailItem({ subject: 'Parcel', to: [{ name: 'Support', address: 'support@shop.example' }], cc: [{ name: '', address: 'cc@x.org' }], trust: { level: 'verified', domain: 'x.org', spf: 'pass', dkim: 'pass', dmarc: 'pass' } });
    expect(screen.getByText('nina@x.org')).toBeTruthy();
    expect(screen.getByLabelText('Sender verified')).toBeTruthy();
    const toggle = screen.getByRole('button', { name: /To Support, cc@x\.org.*Details/ });
    expect(toggle.getAttribute('aria-expanded')).toBe('false');

    await userEvent.click(toggle);

    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    for (const words of ['support@shop.example', 'Parcel', 'Verified: this mail was sent by x.org.', 'SPF pass · DKIM pass · DMARC pass']) expect(await screen.findByText(words)).toBeTruthy();
  });

  it('of a forged sender warns before its words', () => {
    const { container } = mailItem({ trust: { level: 'fail', domain: 'x.org' } });
    const banner = screen.getByRole('note');

    expect(banner.textContent).toContain('This sender is probably forged.');
    expect(banner.compareDocumentPosition(container.querySelector('.bubble') as Element) & Node.DOCUMENT_POSITION_FOLLOWING).toBeTruthy();
  });

  it.each([['weak'], ['none'], ['new-level']])('whose sender is proven only %j says so, without alarm', (level) => {
    mailItem({ trust: { level: level as 'weak', domain: null } });

    expect(screen.getByText('Sender not verified')).toBeTruthy();
    expect(screen.queryByRole('note')).toBeNull();
  });

  it.each([['auto-reply', 'Automatic reply'], ['bounce', 'Delivery failure'], ['list', 'Mailing list'], ['never-seen', 'Automatic mail']])('of a machine (%s) is marked', (automatic, words) => {
    mailItem({ automatic });

    expect(screen.getByText(words)).toBeTruthy();
  });

  it('says where answers go, what was wrong with it, and where else it might belong', () => {
    mailItem({ replyTo: [{ name: '', address: 'refund@freemail.example' }], problems: ['boundary-repaired'] }, { threading: { rule: 'new', rivals: [{ rule: 'subject-number', ticket: 5 }] } });

    expect(screen.getByText('Replies go to another address: refund@freemail.example')).toBeTruthy();
    expect(screen.getByText('The mail was damaged and was repaired as far as possible.')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'May also belong to #5' })).toBeTruthy();
  });

  it('shows the new words first, the whole on demand', async () => {
    mailItem({}, { text: 'Thanks!\n\n> earlier words', reply: 'Thanks!' });
    expect(screen.queryByText(/earlier words/)).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Show whole mail' }));

    expect(screen.getByText(/earlier words/)).toBeTruthy();
  });

  it('looks formatted in a frame that can do nothing, and the choice is kept', async () => {
    const { container } = mailItem({}, { text: 'Hi', html: '<p>Hi<script>alert(1)</script></p>' });
    expect(container.querySelector('iframe')).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Formatted' }));
    const frame = await screen.findByTitle('Formatted mail from Nina');

    expect(frame.getAttribute('sandbox')).toBe('allow-popups allow-popups-to-escape-sandbox');
    expect(frame.getAttribute('referrerpolicy')).toBe('no-referrer');
    expect(frame.getAttribute('srcdoc')).toContain("default-src 'none'");
    expect(frame.getAttribute('srcdoc')).not.toContain('alert(1)');
    expect(under.storage.getItem('tributary.formatted.a1')).toBe('[["m3",true]]');
    await userEvent.click(screen.getByRole('button', { name: 'Plain text' }));
    expect(container.querySelector('iframe')).toBeNull();
  });

  it('does not follow where a forger wants the answer, and says so', () => {
    mailItem({ replyTo: [{ name: '', address: 'refund@freemail.example' }], trust: { level: 'fail' } });

    expect(screen.getByText(/^The mail asks for replies to refund@freemail.example. They go to the sender instead/)).toBeTruthy();
  });

  it('says who passed a mail on', () => {
    mailItem({ forwardedBy: { name: 'Ada', address: 'ada@example.com' } });

    expect(screen.getByText(/^Forwarded by Ada: the sender is taken from the forwarded mail/)).toBeTruthy();
  });

  it('loads pictures from elsewhere for itself alone', async () => {
    under.desk.mailing.show('m3', true);
    mailItem({}, { html: '<img data-remote-src="https://far.example/i.png">' });
    expect(await screen.findByText('1 remote image is not loaded.')).toBeTruthy();

    await userEvent.click(screen.getByRole('button', { name: 'Load images' }));

    await waitFor(() => expect(screen.queryByText('1 remote image is not loaded.')).toBeNull());
    const frame = screen.getByTitle('Formatted mail from Nina');
    expect(frame.getAttribute('srcdoc')).toContain('src="/p/1?s=x"');
    expect([...under.store.getState().unveiled.keys()]).toEqual(['m3']);
  });

  it('lists a picture in its place no second time, unless the text is shown', async () => {
    const attachments = [{ id: 'f1', name: 'crack.png', type: 'image/png', bytes: 1, url: '/u/f1' }, { id: 'f2', name: 'bill.pdf', type: 'application/pdf', bytes: 1, url: '/u/f2' }];
    mailItem({}, { html: '<img src="/u/f1">', attachments });
    expect(screen.getByAltText('crack.png')).toBeTruthy();

    await userEvent.click(screen.getByRole('button', { name: 'Formatted' }));
    await screen.findByTitle('Formatted mail from Nina');

    expect(screen.queryByAltText('crack.png')).toBeNull();
    expect(screen.getByText('bill.pdf')).toBeTruthy();
  });

  it('offers its original', async () => {
    mailItem({});
    await userEvent.click(screen.getByRole('button', { name: 'Actions for this message' }));
    const link = screen.getByRole('menuitem', { name: 'Show original' });

    expect([link.getAttribute('href'), link.getAttribute('target')]).toEqual(['/api/v1/messages/m3/raw', '_blank']);
  });

  it('that came back says why in plain words, and in the server’s', () => {
    mailItem({}, { direction: 'outbound', delivery: { state: 'failed', reason: '550 5.1.1 User unknown' } });

    expect(screen.getByText(/this address does not exist/)).toBeTruthy();
    expect(screen.getByText('550 5.1.1 User unknown')).toBeTruthy();
  });

  it('can be moved to where else it might belong', async () => {
    show(<WhySheet message={aMessage(3, { mail: aMail({}), threading: { rule: 'new', rivals: [{ rule: 'subject-number', ticket: 5 }] } })} onClose={() => undefined} />);
    expect(screen.getByRole('link', { name: 'Ticket #5' }).getAttribute('href')).toBe('/tickets/5');

    await userEvent.click(screen.getByRole('button', { name: 'Move there' }));

    expect(moved).toEqual([['m3', 5]]);
  });
});

describe('the recipients of a reply', () => {
  const ticket = aTicket(7, { channel: 'email', subject: 'Parcel' });
  const incoming = aMessage(3, { author: NINA, mail: aMail({ to: [{ name: 'Support', address: 'support@shop.example' }, { name: 'Bob', address: 'bob@x.org' }] }) });
  const outgoing = aMessage(2, { direction: 'outbound', author: { kind: 'agent', name: 'Wang', address: 'support@shop.example' }, mail: aMail({}) });
  const read = (messages: readonly Message[]): void => under.store.setState({ threads: new Map([[7, loaded(newThread(7), messages, 9, 50)]]) });
  const words = (): HTMLTextAreaElement => screen.getByRole('textbox', { name: /Reply to/ });
  const open = async (): Promise<HTMLElement> => {
    await userEvent.click(screen.getByTitle('Show and edit recipients'));
    return screen.findByRole('group', { name: 'Recipients' });
  };

  it('are the sender of the newest mail, and are sent along', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    expect(screen.getByText('To Nina')).toBeTruthy();

    await userEvent.type(words(), 'hello{Enter}');
    await settled();

    expect(sent).toMatchObject([{ kind: 'reply', text: 'hello', to: [{ name: 'Nina', address: 'nina@x.org' }], cc: [], bcc: [] }]);
  });

  it('are left to the server when no mail was read, and in chat there are none', async () => {
    read([]);
    const { unmount } = show(<Composer ticket={ticket} />);
    expect(screen.getByText('To the customer')).toBeTruthy();
    await userEvent.type(words(), 'hello{Enter}');
    await settled();
    expect(sent[0]).not.toHaveProperty('to');
    unmount();

    show(<Composer ticket={aTicket(7)} />);
    expect(screen.queryByTitle('Show and edit recipients')).toBeNull();
  });

  it('are everybody but us with Reply all', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    await userEvent.click(screen.getByRole('button', { name: 'Reply all' }));

    expect(screen.getByText('To Nina, Bob')).toBeTruthy();
    expect(under.desk.drafts.of(7, 'reply').recipients?.to.map(({ address }) => address)).toEqual(['nina@x.org', 'bob@x.org']);
  });

  it('stay those for whom one began to write', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    await userEvent.type(words(), 'Dear Nina');
    read([outgoing, incoming, aMessage(5, { author: { kind: 'contact', name: 'Eve', address: 'eve@x.org' }, mail: aMail({}) })]);

    expect(await screen.findByText('To Nina')).toBeTruthy();
  });

  it('leave no draft behind when the words are gone again', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    await userEvent.type(words(), 'x');
    expect(under.desk.drafts.of(7, 'reply').recipients?.to).toHaveLength(1);

    await userEvent.clear(words());

    expect(under.desk.drafts.tickets().has(7)).toBe(false);
  });

  it('are typed, pasted and taken away, and a wrong one holds the reply back', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    const group = await open();
    const cc = within(group).getByRole('textbox', { name: 'Cc: add an address' });
    await userEvent.type(cc, 'nonsense{Enter}');
    fireEvent.paste(cc, { clipboardData: { getData: () => 'Ada <ada@x.org>; 李 <li@x.cn>' } });
    await userEvent.type(words(), 'hello{Enter}');
    await settled();
    expect(sent).toEqual([]);
    expect(screen.getByText('1 invalid address')).toBeTruthy();

    await userEvent.click(within(group).getByRole('button', { name: 'Remove nonsense' }));
    await userEvent.click(words());
    await userEvent.keyboard('{Enter}');
    await settled();

    expect(sent).toMatchObject([{ cc: [{ name: 'Ada', address: 'ada@x.org' }, { name: '李', address: 'li@x.cn' }] }]);
  });

  it('are not cut off by an input method’s Enter or comma', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    const to = within(await open()).getByRole('textbox', { name: 'To: add an address' }) as HTMLInputElement;
    fireEvent.compositionStart(to);
    fireEvent.change(to, { target: { value: 'li xiao' } });
    fireEvent.keyDown(to, { key: 'Enter', keyCode: 229, isComposing: true });
    fireEvent.keyDown(to, { key: '，', keyCode: 13 });

    expect(to.value).toBe('li xiao');
  });

  it('are reached and removed by keys', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    const group = await open();
    await userEvent.click(within(group).getByRole('textbox', { name: 'To: add an address' }));
    await userEvent.keyboard('{Backspace}');
    expect(document.activeElement?.getAttribute('aria-label')).toBe('Remove Nina <nina@x.org>');

    await userEvent.keyboard('{Backspace}');

    expect(screen.getByText('Add a recipient')).toBeTruthy();
  });

  it('come with the draft, and with what is taken back for editing', async () => {
    read([outgoing, incoming]);
    const recipients = { to: [{ name: '', address: 'eve@x.org' }], cc: [], bcc: [] };
    under.desk.drafts.keep(7, 'reply', 'half', [], recipients);
    show(<Composer ticket={ticket} />);
    expect(screen.getByText('To eve@x.org')).toBeTruthy();

    under.desk.address(7, { ...recipients, bcc: [{ name: 'Ada', address: 'ada@x.org' }] });

    expect(await screen.findByText('To eve@x.org, Ada')).toBeTruthy();
    expect(words().value).toBe('half');
  });

  it('are no matter of a note', async () => {
    read([outgoing, incoming]);
    show(<Composer ticket={ticket} />);
    await userEvent.click(screen.getByRole('tab', { name: 'Note' }));
    expect(screen.queryByTitle('Show and edit recipients')).toBeNull();

    await userEvent.type(screen.getByRole('textbox'), 'for us');
    await userEvent.click(screen.getByRole('button', { name: 'Add note' }));
    await settled();

    expect(sent).toEqual([{ kind: 'note', text: 'for us' }]);
  });
});
