package tributary.connector.email.automatic;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads who a bounce is about and what it means: RFC 3464 reports first, text where there is none. */
public final class BounceReader {
    private static final Pattern ID = Pattern.compile("<([^<>\\s]+)>");
    private static final Pattern ADDRESS = Pattern.compile("[^\\s<>,;:\"]+@[^\\s<>,;:\"]+");
    private static final List<String> ARRIVED_AT = List.of("Delivered-To", "X-Original-To", "Envelope-To", "To");
    private static final int LONGEST_DIAGNOSTIC = 500;

    private BounceReader() {}

    /**
     * Reads a mail that {@link AutomaticMail} calls a bounce or a delay.
     *
     * @param verp reads one of our return addresses; given each address the bounce came to, first the envelope's
     * @param envelopeRecipients where the bounce arrived
     * @return nothing if nobody is said not to be reached
     */
    public static Optional<Bounce> read(
            MailHead mail, List<String> envelopeRecipients, Function<String, Optional<String>> verp) {
        BounceNotice notice = new BounceNotice(mail);
        List<BouncedRecipient> recipients = new ArrayList<>();
        mail.report()
                .filter(report -> report.kind().equals("delivery-status"))
                .ifPresent(report ->
                        report.blocks().forEach(block -> recipient(block).ifPresent(recipients::add)));
        boolean reported =
                mail.report().map(report -> !actions(report).isEmpty()).orElse(false);
        if (recipients.isEmpty() && !reported) {
            recipients.addAll(notice.recipients());
        }
        if (recipients.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Bounce(recipients, messageId(mail, notice), token(mail, envelopeRecipients, verp)));
    }

    /** The actions of all recipients of a report, lower case. */
    static Set<String> actions(MailReport report) {
        Set<String> actions = new LinkedHashSet<>();
        for (Map<String, String> block : report.blocks()) {
            if (block.containsKey("action")) {
                actions.add(action(block));
            }
        }
        return actions;
    }

    private static String action(Map<String, String> block) {
        return block.getOrDefault("action", "failed")
                .strip()
                .split("[\\s(;]", 2)[0]
                .toLowerCase(Locale.ROOT);
    }

    private static Optional<BouncedRecipient> recipient(Map<String, String> block) {
        String action = action(block);
        String named = block.getOrDefault("original-recipient", block.getOrDefault("final-recipient", ""));
        String address = address(block.getOrDefault("final-recipient", ""))
                .or(() -> address(named))
                .orElse("");
        boolean bad = action.equals("failed") || action.equals("delayed");
        if (!bad || (address.isEmpty() && named.isEmpty())) {
            return Optional.empty();
        }
        String diagnostic = block.getOrDefault("diagnostic-code", "")
                .replaceAll("\\s+", " ")
                .replaceFirst("(?i)^ ?smtp ?; ?", "");
        String status = BounceRule.status(block.getOrDefault("status", ""), diagnostic);
        BounceKind kind = BounceRule.kind(action, status, diagnostic + "\n" + block.getOrDefault("status", ""));
        return Optional.of(new BouncedRecipient(address, action, status, cut(diagnostic.strip()), kind));
    }

    private static Optional<String> address(String field) {
        String value = field.substring(field.indexOf(';') + 1);
        Matcher address = ADDRESS.matcher(value);
        return address.find() ? Optional.of(address.group()) : Optional.empty();
    }

    private static Optional<String> messageId(MailHead mail, BounceNotice notice) {
        return mail.report()
                .map(report -> report.returned().getOrDefault("message-id", ""))
                .flatMap(BounceReader::id)
                .or(notice::messageId)
                .or(() -> mail.header("In-Reply-To").flatMap(BounceReader::id))
                .or(() -> mail.header("References").flatMap(BounceReader::id));
    }

    private static Optional<String> id(String field) {
        Matcher id = ID.matcher(field);
        return id.find() ? Optional.of(id.group(1)) : Optional.empty();
    }

    private static Optional<String> token(
            MailHead mail, List<String> envelopeRecipients, Function<String, Optional<String>> verp) {
        List<String> addresses = new ArrayList<>(envelopeRecipients);
        for (String name : ARRIVED_AT) {
            for (String value : mail.headers(name)) {
                ADDRESS.matcher(value).results().forEach(found -> addresses.add(found.group()));
            }
        }
        return addresses.stream()
                .flatMap(address -> verp.apply(address).stream())
                .findFirst();
    }

    static String cut(String diagnostic) {
        return diagnostic.length() > LONGEST_DIAGNOSTIC ? diagnostic.substring(0, LONGEST_DIAGNOSTIC) : diagnostic;
    }
}
