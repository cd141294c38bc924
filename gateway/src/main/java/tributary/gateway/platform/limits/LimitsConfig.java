package tributary.gateway.platform.limits;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tributary.config.Rate;
import tributary.gateway.platform.http.Cidr;

/**
 * The rates under {@code limits:}; {@code off} switches one off.
 *
 * @param exempt addresses or blocks that are never counted
 * @param visitorMessages messages of one visitor session
 * @param hellos sessions resumed or begun by one peer
 * @param newSessions new visitor sessions of one peer
 * @param uploads files that one visitor session announces
 * @param forms pre-chat forms that one visitor session sends
 * @param smtpConnections connections one peer may hold at the same time: a number, or {@code off}
 * @param smtpMessages messages one peer may hand over
 */
public record LimitsConfig(
        List<String> exempt,
        Rate visitorMessages,
        Rate hellos,
        Rate newSessions,
        Rate uploads,
        Rate forms,
        String smtpConnections,
        Rate smtpMessages) {

    public static final String VISITOR_MESSAGES = "visitor-messages";
    public static final String HELLOS = "hellos";
    public static final String NEW_SESSIONS = "new-sessions";
    public static final String UPLOADS = "uploads";
    public static final String FORMS = "forms";
    public static final String SMTP_MESSAGES = "smtp-messages";

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    public static final LimitsConfig DEFAULT = new LimitsConfig(null, null, null, null, null, null, null, null);

    public LimitsConfig(
            @Nullable List<String> exempt,
            @Nullable Rate visitorMessages,
            @Nullable Rate hellos,
            @Nullable Rate newSessions,
            @Nullable Rate uploads,
            @Nullable Rate forms,
            @Nullable String smtpConnections,
            @Nullable Rate smtpMessages) {
        this.exempt = exempt == null ? List.of("127.0.0.0/8", "::1") : List.copyOf(exempt);
        this.visitorMessages = visitorMessages == null ? new Rate(60, MINUTE) : visitorMessages;
        this.hellos = hellos == null ? new Rate(60, MINUTE) : hellos;
        this.newSessions = newSessions == null ? new Rate(60, HOUR) : newSessions;
        this.uploads = uploads == null ? new Rate(10, HOUR) : uploads;
        this.forms = forms == null ? new Rate(5, HOUR) : forms;
        this.smtpConnections = smtpConnections == null ? "10" : smtpConnections;
        this.smtpMessages = smtpMessages == null ? new Rate(60, MINUTE) : smtpMessages;
        for (String block : this.exempt) {
            if (Cidr.parse(block).isEmpty()) {
                throw new IllegalArgumentException(
                        "exempt: expected addresses or blocks such as \"10.0.0.0/8\", found \"" + block + '"');
            }
        }
        if (!this.smtpConnections.matches("off|[1-9][0-9]{0,5}")) {
            throw new IllegalArgumentException("smtp-connections: expected a number such as 10, or \"off\", found \""
                    + this.smtpConnections + '"');
        }
    }

    /** Connections one peer may hold at the same time; empty if that is not limited. */
    public OptionalInt connectionsPerPeer() {
        return smtpConnections.equals("off") ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(smtpConnections));
    }

    Map<String, Rate> rates() {
        return Map.of(
                VISITOR_MESSAGES, visitorMessages,
                HELLOS, hellos,
                NEW_SESSIONS, newSessions,
                UPLOADS, uploads,
                FORMS, forms,
                SMTP_MESSAGES, smtpMessages);
    }
}
