package tributary.connector.livechat;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import tributary.connector.Accepted;
import tributary.connector.Arrival;
import tributary.connector.VisitorSessions.Session;
import tributary.connector.livechat.rule.TextRule;
import tributary.connector.livechat.wire.ErrorAnswer;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.connector.livechat.wire.VisitorFrame.MessageSend;
import tributary.conversation.Attachment;

/** One {@code msg.send}: checked, made durable, and only then answered {@code ok}. */
record MessageRequest(Visit visit, MessageSend frame) {

    Future<Void> handle() {
        check();
        visit.spend();
        return visit.session()
                .compose(this::formFirst)
                .compose(session -> files().compose(files -> store(session, files)));
    }

    private void check() {
        String text = TextRule.clean(frame.text());
        if (TextRule.tooLong(text)) {
            throw new RefusedException(ErrorAnswer.of("too-long"));
        }
        if (text.isEmpty() && frame.attachments().isEmpty()) {
            throw new RefusedException(ErrorAnswer.of("empty"));
        }
        if (visit.desk().form().isPresent() && visit.seat().session().isEmpty()) {
            throw new RefusedException(ErrorAnswer.of("form-required"));
        }
    }

    private Future<Session> formFirst(Session session) {
        boolean due = visit.desk().form().isPresent() && !session.formDone();
        return due
                ? Future.failedFuture(new RefusedException(ErrorAnswer.of("form-required")))
                : Future.succeededFuture(session);
    }

    private Future<Void> store(Session session, List<Attachment> files) {
        Desk desk = visit.desk();
        Arrival arrival = desk.records()
                .message(session.identity(), session.id(), visit.guest().name(), frame, files, desk.now());
        long began = System.nanoTime();
        return desk.context()
                .inbound()
                .accept(arrival)
                .onFailure(e -> count("failed", began))
                .compose(accepted -> answer(accepted, began));
    }

    private Future<Void> answer(Accepted accepted, long began) {
        if (accepted instanceof Accepted.Recorded recorded) {
            count("accepted", began);
            visit.socket().write(FrameWriter.stored(frame.id(), frame.cid(), recorded.id(), recorded.at()));
        } else if (accepted instanceof Accepted.Duplicate first) {
            count("duplicate", began);
            visit.socket().write(FrameWriter.stored(frame.id(), frame.cid(), first.id(), first.at()));
        } else {
            count("conflict", began);
            return Future.failedFuture(new RefusedException(ErrorAnswer.of("cid-conflict")));
        }
        return Future.succeededFuture();
    }

    private void count(String outcome, long began) {
        visit.desk().metrics().message(outcome, Duration.ofNanos(System.nanoTime() - began));
    }

    /** The files the message names. All of them, unless the message was stored before: then its files are used up. */
    private Future<List<Attachment>> files() {
        if (frame.attachments().isEmpty()) {
            return Future.succeededFuture(List.of());
        }
        List<UUID> ids = new ArrayList<>();
        for (String up : frame.attachments()) {
            Optional<UUID> id = Requests.messageId(up);
            if (id.isEmpty()) {
                return Future.failedFuture(new RefusedException(ErrorAnswer.of("no-such-upload")));
            }
            ids.add(id.get());
        }
        Desk desk = visit.desk();
        return desk.context()
                .attachments()
                .ready(desk.inbox(), visit.seat().vid(), ids)
                .compose(
                        ready -> ready.size() == ids.size() ? Future.succeededFuture(ready) : unlessStored(ids, ready));
    }

    private Future<List<Attachment>> unlessStored(List<UUID> ids, List<Attachment> ready) {
        Desk desk = visit.desk();
        String externalId = VisitorRecord.messageId(visit.seat().vid(), frame.cid());
        return desk.context()
                .conversations()
                .known(desk.inbox(), List.of(externalId))
                .compose(known -> known.isEmpty() ? missing(ids, ready) : Future.succeededFuture(ready));
    }

    private Future<List<Attachment>> missing(List<UUID> ids, List<Attachment> ready) {
        Set<UUID> there = Set.copyOf(ready.stream().map(Attachment::id).toList());
        UUID absent = ids.stream().filter(id -> !there.contains(id)).findFirst().orElse(ids.get(0));
        return visit.desk()
                .context()
                .attachments()
                .announced(absent)
                .compose(waits -> Future.failedFuture(new RefusedException(
                        ErrorAnswer.of(waits.isPresent() ? "upload-not-ready" : "no-such-upload"))));
    }
}
