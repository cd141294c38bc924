package tributary.connector.livechat;

import io.vertx.core.Future;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.VisitorSessions.Session;
import tributary.connector.livechat.rule.IdentityConfig.Mode;
import tributary.connector.livechat.rule.VisitorIdentity.Proof;
import tributary.connector.livechat.rule.VisitorIdentity.Verdict;
import tributary.connector.livechat.rule.VisitorIdentity.Verdict.Proved;
import tributary.connector.livechat.wire.ErrorAnswer;
import tributary.conversation.IdentityKey;

/** Lets a session speak for the user that its visitor proved to be. */
record Identification(Desk desk, Seat seat) {
    private static final Logger LOG = LoggerFactory.getLogger(Identification.class);

    /** What a proof is worth; with the mode off nothing is proved. */
    static Verdict judge(Desk desk, Proof proof) {
        if (desk.config().identity().mode() == Mode.OFF) {
            return new Verdict.Refused("identity is off for this inbox");
        }
        Verdict verdict = desk.identity().judge(proof, desk.now());
        if (!(verdict instanceof Proved)) {
            String reason = verdict instanceof Verdict.Refused refused ? refused.reason() : "expired";
            desk.metrics().refused("identity");
            LOG.atInfo()
                    .addKeyValue("inbox", desk.inbox())
                    .addKeyValue("error", reason)
                    .log("visitor's proof of identity refused");
        }
        return verdict;
    }

    /** A later log-in. Fails with {@link RefusedException} if the proof is bad; the session is then as it was. */
    Future<Void> request(Proof proof, Supplier<Future<Session>> session) {
        Verdict verdict = judge(desk, proof);
        if (!(verdict instanceof Proved proved)) {
            String reason =
                    verdict instanceof Verdict.Refused refused ? refused.reason() : "exp: expected a later time";
            return Future.failedFuture(new RefusedException(ErrorAnswer.badRequest("identity refused: " + reason)));
        }
        return session.get()
                .compose(row -> isOthers(row, proved)
                        ? Future.succeededFuture()
                        : usable(proved)
                                .compose(usable -> usable ? bind(row, proved) : Future.failedFuture(spent()))
                                .mapEmpty());
    }

    /** Whether the proof is this session's to use: it is anybody's, or good for one session and that is this one. */
    Future<Boolean> usable(Proved proved) {
        return proved.oneUse()
                .map(once -> desk.context().sessions().useUp(desk.inbox(), seat.vid(), once.id(), once.until()))
                .orElseGet(() -> Future.succeededFuture(true))
                .map(usable -> {
                    if (!usable) {
                        desk.metrics().refused("identity");
                    }
                    return usable;
                });
    }

    private static RefusedException spent() {
        return new RefusedException(ErrorAnswer.badRequest("identity refused: jti: expected a token not used before"));
    }

    /** Whether the session belongs to another user already; it stays theirs, and the visitor gets a new one. */
    static boolean isOthers(Session session, Proved proved) {
        return session.subject() != null && !session.subject().equals(proved.subject());
    }

    /** Journals the proof, then binds; in this order, so that a bound session always has its proof on record. */
    Future<Session> bind(Session session, Proved proved) {
        IdentityKey user = new IdentityKey("user", desk.inbox(), proved.subject());
        IdentityKey visitor = Visit.visitor(desk.inbox(), session.id());
        Map<String, String> facts = proved.facts();
        return desk.context()
                .inbound()
                .accept(desk.records().identified(visitor, session.id(), user, facts, desk.now()))
                .compose(accepted -> desk.context().sessions().bind(desk.inbox(), session.id(), user, proved.subject()))
                .andThen(bound -> {
                    if (bound.succeeded()) {
                        seat.update(bound.result());
                    }
                });
    }
}
