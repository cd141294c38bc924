package tributary.connector.livechat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tributary.connector.Conversations;
import tributary.connector.Conversations.Page;
import tributary.connector.Conversations.State;
import tributary.connector.livechat.rule.ReplayRule;
import tributary.connector.livechat.rule.ReplayRule.Position;
import tributary.conversation.PartyEvent;
import tributary.conversation.PartyEvent.Posted;
import tributary.conversation.PartyKey;

/**
 * What a client gets before live events: exactly what it missed, or the newest messages; both end at {@code state.seq()}.
 *
 * @param recovered whether {@code missed} completes what the client has; else it starts over with {@code page}
 */
record CatchUp(boolean recovered, State state, List<PartyEvent> missed, Page page) {
    private static final Page NO_PAGE = new Page(List.of(), false);
    private static final int SNAPSHOT_MESSAGES = 30;

    /** @param position where the client says it is; null if it holds nothing */
    static Future<CatchUp> read(Desk desk, PartyKey party, @Nullable Position position) {
        Conversations log = desk.context().conversations();
        return log.state(party).compose(state -> {
            if (position == null || !ReplayRule.withinReach(position, desk.epoch(party.identity()), state.seq())) {
                return snapshot(log, party, state);
            }
            return position.seq() == state.seq()
                    ? Future.succeededFuture(new CatchUp(true, state, List.of(), NO_PAGE))
                    : log.after(party, position.seq(), (int) (state.seq() - position.seq()))
                            .compose(missed -> isWhole(missed, position.seq(), state.seq(), desk.now())
                                    ? Future.succeededFuture(new CatchUp(true, state, missed, NO_PAGE))
                                    : snapshot(log, party, state));
        });
    }

    private static boolean isWhole(List<PartyEvent> missed, long from, long head, Instant now) {
        return missed.size() == head - from
                && missed.get(0).seq() == from + 1
                && missed.get(missed.size() - 1).seq() == head
                && ReplayRule.freshEnough(missed.get(0).at(), now)
                && !tellsOfAMerge(missed);
    }

    /** Whether messages joined this stream that have no place of their own in it: a replay would miss them. */
    static boolean tellsOfAMerge(List<PartyEvent> events) {
        return events.stream().anyMatch(PartyEvent.IdentityMerged.class::isInstance);
    }

    /** Messages newer than the state are left to the live stream, which tells them with their position. */
    private static Future<CatchUp> snapshot(Conversations log, PartyKey party, State state) {
        return log.history(party, null, SNAPSHOT_MESSAGES)
                .map(page -> new CatchUp(false, state, List.of(), upTo(state.seq(), page)));
    }

    private static Page upTo(long seq, Page page) {
        List<Posted> known =
                page.messages().stream().filter(m -> m.seq() <= seq).toList();
        return new Page(known, page.more());
    }

    /** Messages in the snapshot that the visitor has not read: they reach the visitor with it. */
    List<Posted> unreadInPage() {
        List<Posted> posted = page.messages();
        for (int i = posted.size() - 1; i >= 0; i--) {
            if (state.readByCustomer().filter(posted.get(i).message()::equals).isPresent()) {
                return posted.subList(i + 1, posted.size());
            }
        }
        return posted;
    }
}
