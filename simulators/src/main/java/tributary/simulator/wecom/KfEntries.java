package tributary.simulator.wecom;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code sync_msg} gives: entries behind cursors in small pages, an empty page before each with more behind it, nothing
 * older than three days, tokens of callbacks that are good for ten minutes, and few calls without one.
 */
final class KfEntries {

    private static final int PAGE = 3;
    private static final int BARE_A_MINUTE = 30;
    private static final Duration KEPT = Duration.ofDays(3);
    private static final Duration TOKEN = Duration.ofMinutes(10);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Clock clock;
    private final List<JsonNode> entries = new ArrayList<>();
    private final Map<String, Instant> tokens = new HashMap<>();
    private final Deque<Instant> bare = new ArrayDeque<>();
    private int made;

    KfEntries(Clock clock) {
        this.clock = clock;
    }

    synchronized void add(JsonNode entry) {
        entries.add(entry);
    }

    synchronized String newToken() {
        String token = "ENC-" + ++made;
        tokens.put(token, clock.instant().plus(TOKEN));
        return token;
    }

    synchronized void expireTokens() {
        tokens.clear();
    }

    /** @throws KfRefusal 95007 for a token that is not good any more, 45009 for too many calls without one */
    synchronized ObjectNode page(JsonNode asked) {
        check(asked.path("token").asText(""));
        String cursor = asked.path("cursor").asText("");
        int from = cursor.isEmpty() ? 0 : Integer.parseInt(cursor.substring(2));
        while (from < entries.size() && isGone(entries.get(from))) {
            from++;
        }
        boolean blank = from < entries.size() && !cursor.startsWith("e-");
        int to = blank ? from : Math.min(entries.size(), from + PAGE);
        ObjectNode page = KfPlatform.ok()
                .put("next_cursor", (blank ? "e-" : "c-") + to)
                .put("has_more", to < entries.size() ? 1 : 0);
        ArrayNode list = page.putArray("msg_list");
        entries.subList(from, to).forEach(list::add);
        return page;
    }

    private boolean isGone(JsonNode entry) {
        return Instant.ofEpochSecond(entry.path("send_time").asLong())
                .plus(KEPT)
                .isBefore(clock.instant());
    }

    private void check(String token) {
        Instant now = clock.instant();
        if (!token.isEmpty()) {
            Instant end = tokens.get(token);
            if (end == null || end.isBefore(now)) {
                throw new KfRefusal(95007);
            }
            return;
        }
        while (!bare.isEmpty() && bare.peekFirst().plus(MINUTE).isBefore(now)) {
            bare.removeFirst();
        }
        if (bare.size() >= BARE_A_MINUTE) {
            throw new KfRefusal(45009);
        }
        bare.addLast(now);
    }
}
