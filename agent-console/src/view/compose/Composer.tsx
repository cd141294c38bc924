import { CornerDownLeft, Lock, NotebookPen, Paperclip, Reply, SendHorizontal } from 'lucide-react';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import type { ClipboardEvent, DragEvent, KeyboardEvent } from 'react';
import { personName, useT } from '../../i18n/i18n.ts';
import type { Recipients } from '../../model/mail.ts';
import { measured, windowAt } from '../../model/limits.ts';
import type { Ticket } from '../../model/ticket.ts';
import type { DraftKind } from '../../store/drafts.ts';
import { channelName } from '../parts/badges.tsx';
import { useCommand } from '../shell/useCommand.ts';
import { useAppState, useDesk } from '../useDesk.ts';
import { useNow } from '../useNow.ts';
import { LimitsLine } from './LimitsLine.tsx';
import { RecipientLine } from './RecipientLine.tsx';
import { sends } from './sendKey.ts';
import { UploadList } from './UploadList.tsx';
import { useRecipients } from './useRecipients.ts';
import { useUploads } from './useUploads.ts';

const RecipientsEditor = lazy(() => import('./RecipientsEditor.tsx').then((module) => ({ default: module.RecipientsEditor })));
const NOBODY: Recipients = { to: [], cc: [], bcc: [] };

/** Where an agent writes. Reply and note have their own drafts and cannot be mistaken for each other. */
export function Composer({ ticket }: { readonly ticket: Ticket }) {
  const t = useT();
  const desk = useDesk();
  const { drafts, sending, showing } = desk;
  const sendKey = useAppState((state) => state.prefs.sendKey);
  const draftEdits = useAppState((state) => state.draftEdits);
  const number = ticket.number;
  const [kind, setKind] = useState<DraftKind>(() => (drafts.of(number, 'reply').text === '' && drafts.of(number, 'note').text !== '' ? 'note' : 'reply'));
  const [text, setText] = useState(() => drafts.of(number, kind).text);
  const files = useUploads(drafts.of(number, kind).attachments);
  const people = useRecipients(ticket);
  const [isPeopleOpen, setPeopleOpen] = useState(false);
  const peopleId = useId();
  const [isDragged, setDragged] = useState(false);
  const input = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const isComposing = useRef(false);
  const isNote = kind === 'note';

  const choose = (next: DraftKind): void => {
    if (next !== kind) {
      setKind(next);
      setText(drafts.of(number, next).text);
      files.reset(drafts.of(number, next).attachments);
      showing.finished();
    }
    input.current?.focus();
  };
  // A failed message was taken back for editing, or another mail is to be answered: the draft says what and to whom.
  useEffect(() => {
    people.choose(drafts.of(number, 'reply').recipients);
    setText(drafts.of(number, kind).text);
    files.reset(drafts.of(number, kind).attachments);
  }, [draftEdits]);
  const readyIds = files.attachments.map((attachment) => attachment.id).join();
  const recipients = isNote ? undefined : people.chosen;
  useEffect(() => desk.keepDraft(number, kind, text, files.attachments, recipients), [desk, number, kind, text, readyIds, recipients]);
  useCommand('reply', () => choose('reply'));
  useCommand('note', () => choose('note'));
  const replyAll = (): void => {
    people.choose(people.everybody ?? people.chosen);
    choose('reply');
  };
  useCommand('replyAll', replyAll, people.isMail);

  const write = (value: string): void => {
    setText(value);
    if (isNote) return;
    if (value.trim() === '') people.unpin();
    else people.pin();
    if (value.trim() === '') showing.finished();
    else showing.typed();
  };
  const isEmpty = text.trim() === '' && files.attachments.length === 0;
  const now = useNow();
  const isTooLong = ticket.limits !== null && ticket.limits !== undefined && measured(ticket.limits, text.trim()) > ticket.limits.most;
  const takesNoFiles = !isNote && ticket.limits?.files === 0;
  const isShut = windowAt(ticket.window, now)?.open === false;
  const isBlocked = isEmpty || files.isBusy || (!isNote && (people.isBad || isTooLong || isShut || (takesNoFiles && files.attachments.length > 0)));
  const send = (): void => {
    if (!isNote && people.isBad && !isEmpty) setPeopleOpen(true);
    if (isBlocked) return;
    sending.send(number, kind, text.trim(), files.attachments, isNote ? undefined : people.shown);
    desk.keepDraft(number, kind, '', []);
    setText('');
    if (!isNote) {
      people.choose(undefined);
      setPeopleOpen(false);
    }
    files.reset([]);
    showing.finished();
    input.current?.focus();
  };
  const pressed = (event: KeyboardEvent<HTMLTextAreaElement>): void => {
    if (sends(keyOf(event), sendKey, isComposing.current)) {
      event.preventDefault();
      send();
    } else if (event.key === 'Escape' && !event.nativeEvent.isComposing) event.currentTarget.blur();
  };
  const pasted = (event: ClipboardEvent): void => {
    const pastedFiles = [...event.clipboardData.files];
    if (pastedFiles.length === 0) return;
    event.preventDefault();
    files.add(pastedFiles);
  };
  const dropped = (event: DragEvent): void => {
    event.preventDefault();
    setDragged(false);
    files.add(event.dataTransfer.files);
  };

  const name = personName(t, ticket.contact);
  const placeholder = isNote ? t('compose.noteTo') : t('compose.replyTo', { name, channel: channelName(t, ticket.channel) });
  return (
    <div className={`composer composer-${kind} ${isDragged ? 'composer-drag' : ''}`} data-kind={kind}
      onDragOver={(event) => { event.preventDefault(); setDragged(true); }} onDragLeave={() => setDragged(false)} onDrop={dropped}>
      <div className="composer-tabs">
        <div className="composer-kinds" role="tablist" aria-label={t('compose.label')}>
          <KindTab kind="reply" current={kind} onChoose={choose} />
          <KindTab kind="note" current={kind} onChoose={choose} />
        </div>
        {!isNote && people.isMail && (
          <RecipientLine state={people} isOpen={isPeopleOpen} onToggle={() => setPeopleOpen(!isPeopleOpen)} controls={peopleId} onReplyAll={replyAll} />
        )}
        {isNote && (
          <span className="composer-warning">
            <Lock size={12} aria-hidden />
            {t('compose.noteWarning')}
          </span>
        )}
      </div>
      {!isNote && people.isMail && (
        <div id={peopleId} hidden={!isPeopleOpen}>
          {isPeopleOpen && (
            <Suspense fallback={null}>
              <RecipientsEditor ticket={ticket} recipients={people.shown ?? NOBODY} onChange={people.choose} />
            </Suspense>
          )}
        </div>
      )}
      {people.isForged && !isNote && <p className="composer-closed" role="note" data-forged>{t('compose.forged')}</p>}
      {ticket.status === 'closed' && !isNote && <p className="composer-closed">{t('compose.closed')}</p>}
      <textarea ref={input} className="composer-text" rows={2} value={text} dir="auto" placeholder={placeholder} aria-label={placeholder}
        onChange={(event) => write(event.target.value)} onKeyDown={pressed} onPaste={pasted}
        onCompositionStart={() => (isComposing.current = true)} onCompositionEnd={() => (isComposing.current = false)} />
      {!isNote && <LimitsLine ticket={ticket} text={text} />}
      <UploadList uploads={files.uploads} onRemove={files.remove} />
      <div className="composer-foot">
        <button type="button" className="icon-button" aria-label={t('compose.attach')} title={t(takesNoFiles ? 'limit.no-files' : 'compose.attach')}
          disabled={takesNoFiles} onClick={() => picker.current?.click()}>
          <Paperclip size={18} aria-hidden />
        </button>
        <input ref={picker} type="file" multiple hidden tabIndex={-1} aria-label={t('compose.attach')}
          onChange={(event) => { files.add(event.target.files ?? []); event.target.value = ''; }} />
        <span className="composer-hint">{isDragged ? t('compose.drop') : t(sendKey === 'enter' ? 'compose.enterHint' : 'compose.ctrlEnterHint')}</span>
        <SendKeyButton />
        <button type="button" className="button button-main button-send" disabled={isBlocked} onClick={send}>
          {isNote ? <NotebookPen size={16} aria-hidden /> : <SendHorizontal size={16} aria-hidden />}
          {t(isNote ? 'compose.addNote' : 'compose.send')}
        </button>
      </div>
    </div>
  );
}

function KindTab({ kind, current, onChoose }: { readonly kind: DraftKind; readonly current: DraftKind; readonly onChoose: (kind: DraftKind) => void }) {
  const t = useT();
  const Icon = kind === 'note' ? Lock : Reply;
  return (
    <button type="button" role="tab" className="composer-tab" aria-selected={kind === current} data-tab={kind} onClick={() => onChoose(kind)}>
      <Icon size={14} aria-hidden />
      {t(`compose.${kind}`)}
    </button>
  );
}

/** Enter or Ctrl+Enter: the choice is one click away, and kept. */
function SendKeyButton() {
  const t = useT();
  const { store } = useDesk();
  const prefs = useAppState((state) => state.prefs);
  const next = prefs.sendKey === 'enter' ? 'ctrl-enter' : 'enter';
  const label = `${t('compose.sendKey')}: ${t(prefs.sendKey === 'enter' ? 'compose.enter' : 'compose.ctrlEnter')}`;
  return (
    <button type="button" className="icon-button send-key" aria-label={label} title={label} onClick={() => store.setState({ prefs: { ...prefs, sendKey: next } })}>
      <CornerDownLeft size={15} aria-hidden />
    </button>
  );
}

function keyOf(event: KeyboardEvent) {
  const { key, shiftKey, ctrlKey, metaKey, altKey } = event;
  return { key, shiftKey, ctrlKey, metaKey, altKey, isComposing: event.nativeEvent.isComposing, keyCode: event.nativeEvent.keyCode };
}
