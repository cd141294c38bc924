package tributary.simulator.wechat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many messages what a follower did allows, and until when. */
final class Windows {

    private final Clock clock;
    private final Map<String, List<Window>> windows = new HashMap<>();

    Windows(Clock clock) {
        this.clock = clock;
    }

    /** By the fields of a push: a message, or an event that allows answers. */
    synchronized void acted(String user, Map<String, String> push) {
        boolean event = push.getOrDefault("MsgType", "").equals("event");
        boolean menu = push.containsKey("bizmsgmenuid")
                || push.getOrDefault("Event", "").matches("subscribe|SCAN|CLICK|scancode_push|scancode_waitmsg");
        if (push.getOrDefault("Event", "").equals("unsubscribe")) {
            windows.remove(user);
        } else if (menu) {
            open(user, "action", Duration.ofMinutes(1), 3);
        } else if (!event) {
            open(user, "message", Duration.ofDays(2), 5);
        }
    }

    private void open(String user, String kind, Duration lasts, int messages) {
        List<Window> own = windows.computeIfAbsent(user, key -> new ArrayList<>());
        own.removeIf(window -> window.kind.equals(kind));
        own.add(0, new Window(kind, clock.instant().plus(lasts), messages));
    }

    /** Takes one message; answers the errcode, 0 if it may be sent. */
    synchronized int take(String user) {
        List<Window> open = windows.getOrDefault(user, List.of()).stream()
                .filter(window -> window.until.isAfter(clock.instant()))
                .toList();
        if (open.isEmpty()) {
            return 45015;
        }
        for (Window window : open) {
            if (window.left > 0) {
                window.left--;
                return 0;
            }
        }
        return 45047;
    }

    private static final class Window {
        private final String kind;
        private final Instant until;
        private int left;

        Window(String kind, Instant until, int left) {
            this.kind = kind;
            this.until = until;
            this.left = left;
        }
    }
}
