package tributary.connector.email.html;

import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/**
 * HTML that is safe to show.
 *
 * @param html a fragment, never a whole page; may be empty
 * @param remoteImages images that would be loaded from elsewhere, tracking pixels among them; they carry their address
 *     in {@code data-remote-src} and load nothing
 * @param referenced content ids and locations of the mail's own images that are shown, as the page spells them
 * @param problems {@code too-large} (the end was cut off), {@code too-many-nodes}, {@code too-deep} (what is beyond is
 *     left out), {@code missing-image} (an image the mail does not hold), {@code unreadable}
 */
public record CleanHtml(String html, int remoteImages, Set<String> referenced, Set<String> problems) {
    public CleanHtml {
        referenced = Collections.unmodifiableSet(new TreeSet<>(referenced));
        problems = Collections.unmodifiableSet(new TreeSet<>(problems));
    }
}
