package tributary.connector.livechat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.connector.Conversations;
import tributary.connector.livechat.rule.PreChatForm;
import tributary.connector.livechat.wire.CloseCode;
import tributary.connector.livechat.wire.ErrorAnswer;
import tributary.connector.livechat.wire.FrameReader;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.connector.livechat.wire.VisitorFrame;
import tributary.connector.livechat.wire.VisitorFrame.ConversationClose;
import tributary.connector.livechat.wire.VisitorFrame.FormSubmit;
import tributary.connector.livechat.wire.VisitorFrame.Hello;
import tributary.connector.livechat.wire.VisitorFrame.HistoryGet;
import tributary.connector.livechat.wire.VisitorFrame.Ident;
import tributary.connector.livechat.wire.VisitorFrame.Invalid;
import tributary.connector.livechat.wire.VisitorFrame.Logout;
import tributary.connector.livechat.wire.VisitorFrame.MessageSend;
import tributary.connector.livechat.wire.VisitorFrame.Page;
import tributary.connector.livechat.wire.VisitorFrame.Pong;
import tributary.connector.livechat.wire.VisitorFrame.Read;
import tributary.connector.livechat.wire.VisitorFrame.Sync;
import tributary.connector.livechat.wire.VisitorFrame.Typing;
import tributary.connector.livechat.wire.VisitorFrame.Unknown;
import tributary.connector.livechat.wire.VisitorFrame.UploadBegin;
import tributary.conversation.PartyEvent;
import tributary.conversation.Signal;

/**
 * What each frame of a greeted visitor does. A request is done when its answer was written; it fails with
 * {@link RefusedException} or {@link tributary.connector.UnavailableException}, which its visit answers.
 */
record Requests(Visit visit) implements VisitorFrame.Receiver<Future<Void>> {
    static final Duration TYPING_EVERY = Duration.ofSeconds(3);
    static final Duration READ_EVERY = Duration.ofSeconds(1);
    private static final Future<Void> DONE = Future.succeededFuture();

    @Override
    public Future<Void> hello(Hello frame) {
        return refused(ErrorAnswer.badRequest("hello: expected once"));
    }

    @Override
    public Future<Void> message(MessageSend frame) {
        return new MessageRequest(visit, frame).handle();
    }

    @Override
    public Future<Void> typing(Typing frame) {
        if (visit.seat().session().isPresent() && (!frame.on() || visit.mayType())) {
            desk().context().inbound().signal(new Signal.Typing(visit.party(), frame.on(), null));
        }
        return DONE;
    }

    @Override
    public Future<Void> read(Read frame) {
        if (frame.upTo() == null) {
            return messageAt(frame.seq()).compose(message -> readUpTo(frame, message));
        }
        return readUpTo(frame, messageId(frame.upTo()));
    }

    private Future<Void> readUpTo(Read frame, Optional<UUID> message) {
        message.ifPresent(visit::read);
        return ok(frame);
    }

    /** The newest message at or shortly before a position of the stream. */
    private Future<Optional<UUID>> messageAt(long seq) {
        StreamCursor cursor = visit.cursor();
        if (cursor == null || seq > cursor.sent()) {
            return Future.succeededFuture(Optional.empty());
        }
        long from = Math.max(0, seq - FrameReader.MAX_BATCH);
        return desk().context()
                .conversations()
                .after(cursor.party(), from, (int) (seq - from))
                .map(events -> events.stream()
                        .filter(PartyEvent.Posted.class::isInstance)
                        .map(event -> ((PartyEvent.Posted) event).message())
                        .reduce((earlier, later) -> later));
    }

    @Override
    public Future<Void> page(Page frame) {
        return ok(frame);
    }

    @Override
    public Future<Void> form(FormSubmit frame) {
        PreChatForm form = desk().form()
                .filter(f -> f.id().equals(frame.fid()))
                .orElseThrow(() -> new RefusedException(ErrorAnswer.of("not-found")));
        PreChatForm.Answer answer = form.check(frame.values());
        if (!answer.good()) {
            return refused(ErrorAnswer.formInvalid(answer.problems()));
        }
        visit.spend("forms");
        return visit.session()
                .compose(session -> desk().context()
                        .inbound()
                        .accept(desk().records()
                                .form(session.identity(), session.id(), frame.cid(), answer.facts(), desk().now())))
                .compose(accepted -> desk().context()
                        .sessions()
                        .formDone(desk().inbox(), visit.seat().vid()))
                .compose(v -> formDone(frame));
    }

    private Future<Void> formDone(FormSubmit frame) {
        visit.seat().formDone();
        return ok(frame);
    }

    @Override
    public Future<Void> history(HistoryGet frame) {
        UUID before = frame.before() == null ? null : messageId(frame.before()).orElse(null);
        if (frame.before() != null && before == null) {
            return refused(ErrorAnswer.of("not-found"));
        }
        if (visit.seat().session().isEmpty()) {
            return answerHistory(frame, new Conversations.Page(List.of(), false));
        }
        return desk().context()
                .conversations()
                .history(visit.party(), before, frame.count())
                .compose(page -> answerHistory(frame, page));
    }

    private Future<Void> answerHistory(HistoryGet frame, Conversations.Page page) {
        visit.socket().write(FrameWriter.ok(frame.id(), desk().frames().history(page)));
        return DONE;
    }

    @Override
    public Future<Void> close(ConversationClose frame) {
        StreamCursor cursor = visit.cursor();
        if (visit.seat().session().isEmpty() || cursor == null) {
            return refused(ErrorAnswer.of("not-found"));
        }
        visit.spend();
        return desk().context()
                .inbound()
                .accept(desk().records().closed(visit.identity(), visit.seat().vid(), cursor.sent(), desk().now()))
                .compose(accepted -> ok(frame));
    }

    @Override
    public Future<Void> ident(Ident frame) {
        visit.spend();
        return new Identification(desk(), visit.seat())
                .request(frame.proof(), visit::session)
                .compose(changed -> startOver(frame));
    }

    @Override
    public Future<Void> logout(Logout frame) {
        Future<Void> ended = visit.seat().session().isPresent()
                ? desk().context().sessions().end(desk().inbox(), visit.seat().vid())
                : DONE;
        return ended.compose(v -> startOver(frame));
    }

    /** Every connection of the session holds a stream that is no longer its own. */
    private Future<Void> startOver(VisitorFrame frame) {
        ok(frame);
        visit.seat().closeOthers(visit.socket(), CloseCode.STATE_INVALIDATED);
        visit.socket().close(CloseCode.STATE_INVALIDATED);
        return DONE;
    }

    @Override
    public Future<Void> upload(UploadBegin frame) {
        return new UploadRequest(visit, frame).handle();
    }

    @Override
    public Future<Void> sync(Sync frame) {
        StreamCursor cursor = visit.cursor();
        if (cursor == null) {
            return syncedAtNothing(frame);
        }
        cursor.hold();
        return CatchUp.read(desk(), cursor.party(), frame.position())
                .onFailure(e -> visit.socket().close(CloseCode.SERVER_ERROR))
                .compose(catchUp -> {
                    ok(frame);
                    cursor.bring(frame.position(), catchUp);
                    return DONE;
                });
    }

    private Future<Void> syncedAtNothing(Sync frame) {
        ok(frame);
        visit.socket().write(FrameWriter.synced(0));
        return DONE;
    }

    @Override
    public Future<Void> pong(Pong frame) {
        return DONE;
    }

    @Override
    public Future<Void> unknown(Unknown frame) {
        return refused(ErrorAnswer.of("unknown-type"));
    }

    @Override
    public Future<Void> invalid(Invalid frame) {
        return refused(ErrorAnswer.badRequest(frame.problem()));
    }

    private Desk desk() {
        return visit.desk();
    }

    private Future<Void> ok(VisitorFrame frame) {
        if (frame.id() != VisitorFrame.NO_ID) {
            visit.socket().write(FrameWriter.ok(frame.id()));
        }
        return DONE;
    }

    private static Future<Void> refused(ErrorAnswer answer) {
        return Future.failedFuture(new RefusedException(answer));
    }

    static Optional<UUID> messageId(@Nullable String text) {
        try {
            return Optional.ofNullable(text).map(UUID::fromString);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
