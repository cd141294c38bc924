package tributary.gateway.platform.smtp.wire;

/** What came in place of a command, up to CRLF. */
public sealed interface CommandLine {

    /** A line of printable text. */
    record Text(String text) implements CommandLine {}

    /** A line that no command can be; {@code why} is for the sender. */
    record Unreadable(String why) implements CommandLine {}

    /** So many bytes without CRLF that waiting for it makes no sense. */
    record Endless() implements CommandLine {}
}
