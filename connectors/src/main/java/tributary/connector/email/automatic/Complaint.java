package tributary.connector.email.automatic;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Somebody called a mail of ours unwanted (RFC 5965).
 *
 * @param address whose complaint it is
 * @param message the message it is about
 */
public record Complaint(String address, UUID message) {
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>,;:\"]+@[^\\s<>,;:\"]+");
    private static final List<String> RECIPIENT = List.of("original-rcpt-to", "removal-recipient");
    private static final List<String> SENT = List.of("to", "x-original-to", "delivered-to");
    private static final List<String> PROOF = List.of("original-mail-from", "return-path", "message-id");

    /**
     * Reads a feedback report.
     *
     * @param mark the message that a mark of ours in an address or a Message-ID proves
     * @return empty if the report names nobody, or nothing in it proves that the mail was ours
     */
    public static Optional<Complaint> read(MailReport report, Function<String, Optional<UUID>> mark) {
        if (!report.kind().equals("feedback-report")) {
            return Optional.empty();
        }
        Optional<String> address = Stream.concat(RECIPIENT.stream(), SENT.stream())
                .flatMap(name -> values(report, name))
                .findFirst();
        Optional<UUID> message = PROOF.stream()
                .flatMap(name -> values(report, name))
                .flatMap(value -> mark.apply(value).stream())
                .findFirst();
        return address.flatMap(found -> message.map(about -> new Complaint(found, about)));
    }

    private static Stream<String> values(MailReport report, String name) {
        Stream<String> told = report.blocks().stream().map(block -> block.getOrDefault(name, ""));
        return Stream.concat(told, Stream.of(report.returned().getOrDefault(name, "")))
                .flatMap(value -> ADDRESS.matcher(value).results().map(MatchResult::group));
    }
}
