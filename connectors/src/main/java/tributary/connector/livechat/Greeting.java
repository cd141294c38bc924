package tributary.connector.livechat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Conversations;
import tributary.connector.Conversations.Page;
import tributary.connector.Conversations.State;
import tributary.connector.UnavailableException;
import tributary.connector.VisitorSessions.Session;
import tributary.connector.WebRoutes.Peer;
import tributary.connector.livechat.rule.IdentityConfig.Mode;
import tributary.connector.livechat.rule.ReplayRule.Position;
import tributary.connector.livechat.rule.VisitorIdentity.Verdict;
import tributary.connector.livechat.rule.VisitorIdentity.Verdict.Proved;
import tributary.connector.livechat.rule.VisitorToken;
import tributary.connector.livechat.wire.CloseCode;
import tributary.connector.livechat.wire.ErrorAnswer;
import tributary.connector.livechat.wire.FrameWriter;
import tributary.connector.livechat.wire.VisitorFrame.Hello;

/** Answers a hello: finds the session or begins one, judges a proof, welcomes, and brings the client up to date. */
record Greeting(Desk desk, VisitorSocket socket, Peer peer) {
    private static final Logger LOG = LoggerFactory.getLogger(Greeting.class);
    private static final State NOTHING = new State(0, Optional.empty(), Optional.empty(), Optional.empty());
    private static final Page NO_MESSAGES = new Page(List.of(), false);

    /** The session of this connection and the secret to hand out for it. */
    private record Entry(Seat seat, VisitorToken token) {}

    void greet(Hello hello) {
        boolean exempt = desk.context().limits().exempt(peer.address(), peer.forwarded());
        Optional<Duration> wait =
                exempt ? Optional.empty() : desk.context().limits().take("hellos", peer.address());
        if (wait.isPresent()) {
            turnAway(hello, ErrorAnswer.later("rate-limited", wait.get()), CloseCode.TOO_MANY);
            return;
        }
        Optional<Verdict> verdict = Optional.ofNullable(hello.ident()).map(proof -> Identification.judge(desk, proof));
        if (desk.config().identity().mode() == Mode.ENFORCE && refuses(hello, verdict)) {
            return;
        }
        Optional<Proved> proved = verdict.filter(Proved.class::isInstance).map(Proved.class::cast);
        find(hello)
                .compose(entry -> identify(entry, proved, exempt))
                .compose(entry -> welcome(hello, entry, guest(exempt, proved)))
                .onFailure(e -> failed(hello, e));
    }

    private Visit.Guest guest(boolean exempt, Optional<Proved> proved) {
        String name = proved.map(p -> p.facts().getOrDefault("name", "")).orElse("");
        return new Visit.Guest(peer.address(), exempt, name);
    }

    private boolean refuses(Hello hello, Optional<Verdict> verdict) {
        if (verdict.isEmpty() || verdict.get() instanceof Proved) {
            return false;
        }
        boolean expired = verdict.get() instanceof Verdict.Expired;
        turnAway(
                hello,
                ErrorAnswer.badRequest("d.ident: expected a valid proof"),
                expired ? CloseCode.TOKEN_EXPIRED : CloseCode.IDENTITY_REFUSED);
        return true;
    }

    private void turnAway(Hello hello, ErrorAnswer answer, CloseCode code) {
        desk.metrics().resumed("failed");
        socket.refuse(hello.id(), answer);
        socket.close(code);
    }

    private void failed(Hello hello, Throwable error) {
        if (error instanceof RefusedException refused) {
            turnAway(hello, refused.answer(), CloseCode.TOO_MANY);
            return;
        }
        if (error instanceof SpentTokenException) {
            turnAway(
                    hello,
                    ErrorAnswer.badRequest("d.ident: expected a proof not used before"),
                    CloseCode.TOKEN_EXPIRED);
            return;
        }
        LOG.atWarn()
                .addKeyValue("inbox", desk.inbox())
                .addKeyValue("error", error)
                .log("visitor not greeted");
        Duration wait = error instanceof UnavailableException e ? e.retryAfter() : LiveChatConnector.RETRY_AFTER;
        turnAway(hello, ErrorAnswer.later("unavailable", wait), CloseCode.SERVER_ERROR);
    }

    private Future<Entry> find(Hello hello) {
        VisitorToken token = hello.vtok() == null ? null : new VisitorToken(hello.vtok());
        if (hello.vid() == null || token == null || !token.wellFormed()) {
            return Future.succeededFuture(newcomer());
        }
        Buffer hash = token.hash();
        Optional<Seat> sibling = desk.lobby().unsaved(hello.vid(), hash);
        if (sibling.isPresent()) {
            return Future.succeededFuture(new Entry(sibling.get(), token));
        }
        VisitorToken next = VisitorToken.fresh(desk.random());
        return desk.context()
                .sessions()
                .resume(desk.inbox(), hello.vid(), hash, next.hash())
                .map(found -> found.map(row -> new Entry(new Seat(row.id(), next.hash(), row), next))
                        .orElseGet(this::newcomer));
    }

    private Entry newcomer() {
        VisitorToken token = VisitorToken.fresh(desk.random());
        return new Entry(new Seat(VisitorToken.freshVisitorId(desk.random()), token.hash(), null), token);
    }

    /** A session that belongs to another user is left to them: this visitor begins a new one. */
    private Future<Entry> identify(Entry found, Optional<Proved> proof, boolean exempt) {
        if (proof.isEmpty()) {
            return Future.succeededFuture(found);
        }
        Proved proved = proof.get();
        Optional<Session> row = found.seat().session();
        if (row.filter(s -> proved.subject().equals(s.subject())).isPresent()) {
            return Future.succeededFuture(found);
        }
        Entry entry = row.filter(s -> Identification.isOthers(s, proved)).isPresent() ? newcomer() : found;
        Identification identification = new Identification(desk, entry.seat());
        return saved(entry.seat(), exempt)
                .compose(session -> identification
                        .usable(proved)
                        .compose(usable ->
                                usable ? identification.bind(session, proved).map(bound -> entry) : spent(found)));
    }

    /** Somebody else has used the token: its site can make a new one. */
    private Future<Entry> spent(Entry found) {
        return desk.config().identity().mode() == Mode.ENFORCE
                ? Future.failedFuture(new SpentTokenException())
                : Future.succeededFuture(found);
    }

    private static final class SpentTokenException extends RuntimeException {
        SpentTokenException() {
            super("jti: expected a token not used before", null, false, false);
        }
    }

    private Future<Session> saved(Seat seat, boolean exempt) {
        boolean counted = seat.session().isEmpty() && !exempt;
        Optional<Duration> wait =
                counted ? desk.context().limits().take("new-sessions", peer.address()) : Optional.empty();
        return wait.isPresent()
                ? Future.failedFuture(new RefusedException(ErrorAnswer.later("rate-limited", wait.get())))
                : seat.save(desk.context().sessions(), desk.inbox());
    }

    private Future<Void> welcome(Hello hello, Entry entry, Visit.Guest guest) {
        Optional<Seat> seat = socket.isOpen() ? desk.lobby().join(entry.seat(), socket) : Optional.empty();
        if (seat.isEmpty()) {
            socket.close(CloseCode.CONNECTION_LIMIT);
            return Future.succeededFuture();
        }
        Visit visit = new Visit(desk, socket, seat.get(), guest);
        return seat.get().session().isPresent()
                ? resume(hello, entry, visit).onFailure(e -> visit.leave())
                : begin(hello, entry, visit);
    }

    /** Nothing is stored of this visitor, so there is nothing to read. */
    private Future<Void> begin(Hello hello, Entry entry, Visit visit) {
        boolean fresh = hello.vid() == null || isAtStart(hello.position());
        CatchUp nothing = new CatchUp(fresh, NOTHING, List.of(), NO_MESSAGES);
        desk.metrics().resumed("new");
        sendWelcome(hello, entry, visit, nothing, Set.of());
        if (!fresh) {
            desk.frames().snapshots(NO_MESSAGES, NOTHING).forEach(socket::write);
        }
        socket.write(FrameWriter.synced(0));
        socket.welcomed(visit);
        return Future.succeededFuture();
    }

    private boolean isAtStart(@Nullable Position position) {
        return position != null
                && position.seq() == 0
                && position.epoch().equals(desk.context().conversations().epoch());
    }

    private Future<Void> resume(Hello hello, Entry entry, Visit visit) {
        Conversations log = desk.context().conversations();
        StreamCursor cursor = StreamCursor.follow(desk, socket, visit.party());
        visit.cursor(cursor);
        List<String> pending = hello.pending().stream()
                .map(cid -> VisitorRecord.messageId(visit.seat().vid(), cid))
                .toList();
        Future<Set<String>> known =
                pending.isEmpty() ? Future.succeededFuture(Set.of()) : log.known(desk.inbox(), pending);
        Position position = entry.seat().vid().equals(hello.vid()) ? hello.position() : null;
        return CatchUp.read(desk, visit.party(), position)
                .compose(catchUp -> known.map(ids -> {
                    desk.metrics().resumed(catchUp.recovered() ? "recovered" : "snapshot");
                    sendWelcome(hello, entry, visit, catchUp, ids);
                    cursor.bring(position, catchUp);
                    socket.welcomed(visit);
                    return null;
                }));
    }

    private void sendWelcome(Hello hello, Entry entry, Visit visit, CatchUp catchUp, Set<String> known) {
        int agents = desk.context().conversations().agentsOnline(desk.inbox());
        socket.agentsShown(agents);
        ObjectNode d = JsonNodeFactory.instance.objectNode();
        d.put("vid", visit.seat().vid()).put("vtok", entry.token().secret());
        d.put("epoch", desk.epoch(visit.identity()));
        d.put("seq", catchUp.state().seq()).put("recovered", catchUp.recovered());
        WelcomeFacts.add(d, desk.config(), agents, catchUp.state());
        hello.pending().stream()
                .filter(cid ->
                        known.contains(VisitorRecord.messageId(visit.seat().vid(), cid)))
                .forEach(d.putArray("known")::add);
        boolean formDone = visit.seat().session().map(Session::formDone).orElse(false);
        d.set("form", WelcomeFacts.form(desk.form().filter(form -> !formDone)));
        socket.write(FrameWriter.welcome(hello.id(), d));
    }
}
