import { fireEvent, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { beforeEach, describe, expect, it } from 'vitest';
import { authorName, personName, t } from '../src/i18n/i18n.ts';
import { EMPTY_BOOK, withAnswer } from '../src/store/book.ts';
import type { Message, Ticket } from '../src/model/ticket.ts';
import { Composer } from '../src/view/compose/Composer.tsx';
import { sends } from '../src/view/compose/sendKey.ts';
import { TicketRow } from '../src/view/list/TicketRow.tsx';
import { commandOf, Commands } from '../src/view/shell/commands.ts';
import { sentenceOf } from '../src/view/thread/Happenings.tsx';
import { MessageItem } from '../src/view/thread/MessageItem.tsx';
import { OutgoingItem } from '../src/view/thread/OutgoingItem.tsx';
import { partsOf } from '../src/view/thread/RichText.tsx';
import { evidenceOf } from '../src/view/thread/WhySheet.tsx';
import { DeskContext, WiringContext } from '../src/view/useDesk.ts';
import { aDesk } from './desk.ts';
import type { DeskUnderTest } from './desk.ts';
import { settled } from './fakes.ts';
import { aMessage, aTicket, anEvent } from './samples.ts';

let under: DeskUnderTest;
let sent: { kind: string; text: string }[];
let resolved: [string, string][];

beforeEach(() => {
  sent = [];
  resolved = [];
  under = aDesk({
    send: (_, body) => {
      sent.push({ kind: body.kind, text: body.text });
      return Promise.resolve(aMessage(9, { text: body.text }));
    },
    resolveDelivery: (message, action) => {
      resolved.push([message, action]);
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

const press = (change: object = {}) => ({ key: 'Enter', isComposing: false, keyCode: 13, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...change });

describe('the key that sends', () => {
  it.each([
    ['Enter sends', press(), 'enter', false, true],
    ['Shift+Enter is a new line', press({ shiftKey: true }), 'enter', false, false],
    ['Ctrl+Enter always sends', press({ ctrlKey: true }), 'ctrl-enter', false, true],
    ['⌘+Enter always sends', press({ metaKey: true }), 'ctrl-enter', false, true],
    ['Enter is a new line if so chosen', press(), 'ctrl-enter', false, false],
    ['Enter that takes a candidate does not send', press({ isComposing: true }), 'enter', false, false],
    ['nor Safari’s, which says so by 229', press({ keyCode: 229 }), 'enter', false, false],
    ['nor one between compositionstart and compositionend', press(), 'enter', true, false],
    ['nor Ctrl+Enter while composing', press({ ctrlKey: true, isComposing: true }), 'enter', false, false],
    ['another key never', press({ key: 'a' }), 'enter', false, false],
  ] as const)('%s', (_, key, choice, isComposing, expected) => {
    expect(sends(key, choice, isComposing)).toBe(expected);
  });
});

describe('the composer', () => {
  const box = (): HTMLTextAreaElement => screen.getByRole('textbox');

  it('sends with Enter, empties itself, and keeps a draft on the way', async () => {
    show(<Composer ticket={aTicket(7)} />);
    await userEvent.type(box(), 'hello');
    expect(under.desk.drafts.of(7, 'reply').text).toBe('hello');

    await userEvent.keyboard('{Enter}');
    await settled();

    expect(sent).toEqual([{ kind: 'reply', text: 'hello' }]);
    expect(box().value).toBe('');
    expect(under.desk.drafts.of(7, 'reply').text).toBe('');
  });

  it('does not send the Enter that ends a pinyin composition, but the next one', async () => {
    show(<Composer ticket={aTicket(7)} />);
    fireEvent.compositionStart(box());
    fireEvent.change(box(), { target: { value: 'ni hao' } });
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 229, isComposing: true });
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 13 });
    fireEvent.compositionEnd(box());
    fireEvent.change(box(), { target: { value: '你好' } });
    await settled();
    expect(sent).toEqual([]);

    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 13 });
    await settled();
    expect(sent).toEqual([{ kind: 'reply', text: '你好' }]);
  });

  it('keeps reply and note apart, in words and in looks', async () => {
    const { container } = show(<Composer ticket={aTicket(7)} />);
    await userEvent.type(box(), 'for the customer');
    await userEvent.click(screen.getByRole('tab', { name: 'Note' }));
    expect(box().value).toBe('');
    expect(container.querySelector('.composer')?.getAttribute('data-kind')).toBe('note');
    expect(screen.getByText('The customer does not see this')).toBeTruthy();

    await userEvent.type(box(), 'for us');
    await userEvent.click(screen.getByRole('button', { name: 'Add note' }));
    await settled();
    expect(sent).toEqual([{ kind: 'note', text: 'for us' }]);

    await userEvent.click(screen.getByRole('tab', { name: 'Reply' }));
    expect(box().value).toBe('for the customer');
  });

  it('tells the visitor of typing for a reply, never for a note', async () => {
    const told: string[] = [];
    under.desk.connection.view = (_, state) => void told.push(state);
    under.desk.showing.enter(7);
    show(<Composer ticket={aTicket(7)} />);

    await userEvent.click(screen.getByRole('tab', { name: 'Note' }));
    await userEvent.type(box(), 'internal');
    expect(told).not.toContain('composing');

    await userEvent.click(screen.getByRole('tab', { name: 'Reply' }));
    await userEvent.type(box(), 'x');
    expect(told.at(-1)).toBe('composing');
  });

  it('comes back with its draft after a reload', () => {
    under.desk.drafts.keep(7, 'reply', '写了一半', []);
    show(<Composer ticket={aTicket(7)} />);

    expect(box().value).toBe('写了一半');
  });

  it('uploads a pasted picture and sends nothing until it is there', async () => {
    let finish: (attachment: never) => void = () => undefined;
    Object.assign(under.desk.api, { attach: () => new Promise((resolve) => { finish = resolve; }) });
    show(<Composer ticket={aTicket(7)} />);
    fireEvent.paste(box(), { clipboardData: { files: [new File(['x'], '截图.png', { type: 'image/png' })] } });
    await userEvent.type(box(), 'see{Enter}');
    expect(sent).toEqual([]);

    finish({ id: 'f1', name: '截图.png', type: 'image/png', bytes: 1, url: '/x' } as never);
    await screen.findByText('1 byte');
    fireEvent.keyDown(box(), { key: 'Enter', keyCode: 13 });
    await settled();
    expect(sent).toEqual([{ kind: 'reply', text: 'see' }]);
  });
});

describe('a message', () => {
  const item = (change: Partial<Message>) => show(<MessageItem message={aMessage(3, change)} isFollowUp={false} isMine={false} onExpired={() => undefined} />);

  it('folds what it quotes', async () => {
    item({ text: 'Thanks!\n\n> earlier words', reply: 'Thanks!' });
    expect(screen.queryByText(/earlier words/)).toBeNull();

    await userEvent.click(screen.getByRole('button', { name: 'Show quoted text' }));
    expect(screen.getByText(/earlier words/)).toBeTruthy();
  });

  it('has no fold when nothing was quoted', () => {
    item({ text: 'Thanks!', reply: 'Thanks!' });

    expect(screen.queryByRole('button', { name: 'Show quoted text' })).toBeNull();
  });

  it('that is a note says so in words', () => {
    item({ direction: 'note' });

    expect(screen.getByText(/Only your team sees this/)).toBeTruthy();
  });

  it('whose end is unknown asks a person', async () => {
    item({ direction: 'outbound', delivery: { state: 'unknown' } });
    for (const name of ['Send again', 'It was sent', 'Do not send']) await userEvent.click(screen.getByRole('button', { name }));

    expect(resolved).toEqual([['m3', 'resend'], ['m3', 'sent'], ['m3', 'discard']]);
  });

  it('shows markup as text', () => {
    const { container } = item({ text: '<img src=x onerror=alert(1)> https://example.com/a?b=1。好', reply: null });

    expect(container.querySelector('img')).toBeNull();
    expect(screen.getByRole('link').getAttribute('href')).toBe('https://example.com/a?b=1');
  });

  it('links addresses without the punctuation of either script', () => {
    const links = (text: string) => partsOf(text).filter((part) => part.isAddress).map((part) => part.text);

    expect(links('见 https://a.cn/x，谢谢')).toEqual(['https://a.cn/x']);
    expect(links('(https://a.cn/x).')).toEqual(['https://a.cn/x']);
    expect(links('javascript:alert(1) ftp://x')).toEqual([]);
    expect(partsOf('a https://b.c d').map((part) => part.text).join('')).toBe('a https://b.c d');
  });
});

describe('words that were not sent', () => {
  it('offer what can be done', () => {
    const entry = { key: 'k', ticket: 7, kind: 'reply' as const, text: '您好', attachments: [], author: '王小明', authorId: 'a1', lastSeen: 2, after: 2, at: '2026-11-21T10:00:00.000Z', force: false, state: { type: 'failed' as const, code: 'network' } };
    under.store.setState({ outgoing: [entry] });
    show(<OutgoingItem outgoing={entry} />);
    const alert = screen.getByRole('alert');

    expect(alert.textContent).toContain('Not sent: no connection');
    expect(within(alert).getAllByRole('button').map((button) => button.textContent)).toEqual(['Send again', 'Edit', 'Discard']);
    fireEvent.click(within(alert).getByRole('button', { name: 'Discard' }));
    expect(under.store.getState().outgoing).toEqual([]);
  });
});

describe('a row of the list', () => {
  it('says who, what, where, how urgent and whether it was read', async () => {
    const opened: number[] = [];
    const last = { id: 'm1', direction: 'inbound' as const, author: { kind: 'contact', name: '李小明' }, text: '在吗', at: '2026-11-21T10:00:00.000Z' };
    under.store.setState({ book: withAnswer(EMPTY_BOOK, [aTicket(7, { lastMessage: last, priority: 'urgent', tags: ['VIP'], subject: 'Parcel' })], {}) });
    show(<TicketRow number={7} isSelected={false} isCursor={false} now={Date.parse('2026-11-21T10:05:00.000Z')} onOpen={(number) => opened.push(number)} />);
    const row = screen.getByRole('button');

    for (const words of ['李小明', '#7', 'Parcel', '在吗', 'Open', 'VIP', '5m ago']) expect(row.textContent).toContain(words);
    for (const label of ['Urgent', 'Unread', 'Live chat']) expect(within(row).getByLabelText(label)).toBeTruthy();
    await userEvent.click(row);
    expect(opened).toEqual([7]);
  });
});

describe('somebody without a name', () => {
  const nobody = { id: '01JD-7f3a9c2eab12', name: null };
  const last = { id: 'm1', direction: 'inbound' as const, author: { kind: 'contact', name: null }, text: 'hello', at: '2026-11-21T10:00:00.000Z' };
  const row = (change: Partial<Ticket>) => {
    under.store.setState({ book: withAnswer(EMPTY_BOOK, [aTicket(7, { contact: nobody, lastMessage: last, ...change })], {}) });
    return show(<TicketRow number={7} isSelected={false} isCursor={false} now={0} onOpen={() => undefined} />).container;
  };

  it('is told by the end of the id, with a figure for a face', () => {
    const container = row({});

    expect(container.querySelector('.row-name')?.textContent).toBe('Visitor AB12');
    expect(container.querySelector('.row-face .face')?.textContent).toBe('');
    expect(container.querySelector('.row-face .face svg')).toBeTruthy();
  });

  it('is the same one in the thread', () => {
    row({});
    for (const author of [{ kind: 'contact', name: '' }, { kind: 'contact', id: nobody.id, name: null }]) {
      const { container, unmount } = show(<MessageItem message={aMessage(3, { author })} isFollowUp={false} isMine={false} onExpired={() => undefined} />);
      expect(container.querySelector('.message-name')?.textContent).toBe('Visitor AB12');
      expect(container.querySelector('.face')?.textContent).toBe('');
      unmount();
    }
  });

  it('takes the name of the person, or the address of the message, where there is one', () => {
    expect(authorName(t, { kind: 'contact', id: 'c1', name: null }, { id: 'c1', name: '李小明' })).toBe('李小明');
    expect(authorName(t, { kind: 'contact', id: 'c2', name: null }, { id: 'c1', name: '李小明' })).toBe('Visitor C2');
    expect(authorName(t, { kind: 'contact', name: '', address: 'a@example.com' }, nobody)).toBe('a@example.com');
    expect(authorName(t, { kind: 'system', name: null }, nobody)).toBe(t('message.system'));
    expect(personName(t, { id: 'x', name: ' ' })).toBe('Visitor X');
    expect(personName(t, undefined)).toBe('Unknown person');
  });

  it.each([
    ['hello', 'hello', 'hello'],
    ['hello', 'hello\nis anybody there', 'hello is anybody there'],
    ['Parcel', 'hello', 'Parcelhello'],
    [null, 'hello', 'hello'],
  ])('subject %j and last words %j read %j', (subject, text, shown) => {
    expect(row({ subject, lastMessage: { ...last, text } }).querySelector('.row-line')?.textContent).toBe(shown);
  });
});

describe('shortcuts', () => {
  const key = (change: object) => ({ key: 'j', isComposing: false, keyCode: 74, ctrlKey: false, metaKey: false, altKey: false, target: document.body, ...change });

  it('are commands of single keys', () => {
    expect(['j', 'k', 'r', 'n', 'e', '/', '?', 'Enter', 'Escape', 'J'].map((name) => commandOf(key({ key: name })))).toEqual(
      ['next', 'previous', 'reply', 'note', 'solve', 'search', 'help', 'open', 'back', 'next']);
  });

  it('rest while one types, composes, holds a modifier, or has a menu open', () => {
    const area = document.createElement('textarea');
    const menu = document.createElement('div');
    menu.setAttribute('role', 'menu');

    for (const change of [{ target: area }, { target: menu }, { isComposing: true }, { keyCode: 229 }, { ctrlKey: true }, { metaKey: true }, { altKey: true }]) {
      expect(commandOf(key(change))).toBeUndefined();
    }
    expect(commandOf(key({ key: 'Enter', target: document.createElement('button') }))).toBeUndefined();
  });
});

describe('what happened', () => {
  it('reads as a sentence', () => {
    const agents = [{ id: 'a1', name: '王小明', email: '', role: 'admin' as const, active: true }];
    const say = (event: Parameters<typeof sentenceOf>[1]) => sentenceOf(t, event, 7, agents);

    expect(say(anEvent('status.changed', { number: 7, rev: 1, from: 'new', to: 'open' }))).toBe('Ada changed the status from New to Open');
    expect(say(anEvent('assignment.changed', { number: 7, rev: 1, from: null, to: 'a1' }))).toBe('Ada assigned the ticket to 王小明');
    expect(say(anEvent('ticket.updated', { number: 7, rev: 1, changed: { tags: [] } }))).toBe('Ada removed all tags');
    expect(say(anEvent('message.moved', { message: 'm', from: 7, to: 9 }))).toBe('Ada moved a message to #9');
    expect(say(anEvent('message.moved', { message: 'm', from: 5, to: 7 }))).toBe('Ada moved a message here from #5');
  });

  it('has evidence in any form', () => {
    expect(evidenceOf('x')).toEqual([['', 'x']]);
    expect(evidenceOf({ messageId: '<a@b>', n: 2 })).toEqual([['messageId', '<a@b>'], ['n', '2']]);
    expect(evidenceOf(null)).toEqual([]);
  });
});
