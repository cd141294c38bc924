package tributary.connector.email.automatic;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells people from machines.
 *
 * <p>These decide, in this order: our own {@code X-Gateway-Loop}; a report; the notice of a mail server (see
 * {@link BounceNotice}); our own address in From; {@code Auto-Submitted} other than {@code no}; {@code X-Autoreply} and
 * its kin; {@code Precedence}; {@code List-Id}, {@code List-Post}, {@code List-Unsubscribe}, unless they name an inbox
 * of ours; the empty envelope sender; and, unless {@code Auto-Submitted: no}, a subject such as {@code 自动回复:} or a
 * text that begins by calling itself automatic.
 *
 * <p>These only hint: senders such as {@code noreply} and {@code notifications}, {@code X-Auto-Response-Suppress},
 * {@code Feedback-ID}, {@code List-Help}, a subject that merely begins like an automatic one.
 */
public final class AutomaticMail {
    private static final Set<String> LIKELY = Set.of(
            "mailer-daemon",
            "postmaster",
            "noreply",
            "no-reply",
            "no_reply",
            "donotreply",
            "do-not-reply",
            "notification",
            "notifications");
    private static final List<String> REPLY_FIELDS =
            List.of("X-Autoreply", "X-Autorespond", "X-AutoReply-From", "X-Mail-Autoreply", "X-FC-MachineGenerated");
    private static final Set<String> COMPLAINTS = Set.of("abuse", "fraud", "virus", "opt-out", "opt-out-list", "other");
    private static final Pattern REPLY_SUBJECT = Pattern.compile(
            "(?i)\\s*(automatic reply|auto[- ]?reply|autoreply|out of (the )?office( auto-?reply)?|abwesenheitsnotiz"
                    + "|automatische antwort|réponse automatique|respuesta automática|自动回复|自動回覆|自動回復|自动答复"
                    + "|自動答覆|休假自动回复|休假自动答复|自動応答)\\s*([:：].*|)");
    private static final Pattern LIKE_REPLY_SUBJECT =
            Pattern.compile("(?i)\\s*(auto:|automatic reply|out of office|abwesenheitsnotiz|自动回复|自動回覆|自动答复|休假自动).*");
    private static final Pattern REPLY_TEXT =
            Pattern.compile("这是一封自动回复|这是自动回复|此邮件为自动回复|本邮件为自动回复|這是一封自動回覆|This is an automat(ic|ed) (reply|response)");
    private static final Pattern ANSWER_SUBJECT =
            Pattern.compile("(?i)\\s*(re|aw|sv|antw|回复|答复|回覆|回復)\\s*(\\[\\d+])?[:：].*");
    private static final int LINES_OF_A_BEGINNING = 6;

    private final MailHead mail;
    private final OwnMarks own;
    private final boolean noSender;
    private final List<String> hints = new ArrayList<>();

    private AutomaticMail(MailHead mail, String envelopeSender, OwnMarks own) {
        this.mail = mail;
        this.own = own;
        this.noSender = envelopeSender.isEmpty();
    }

    /** @param envelopeSender empty for {@code <>}; must be known, since the empty one decides */
    public static Classified classify(MailHead mail, String envelopeSender, OwnMarks own) {
        return new AutomaticMail(mail, envelopeSender, own).classify();
    }

    private Classified classify() {
        collectHints();
        return loop().or(this::report)
                .or(this::notice)
                .or(this::ownAddress)
                .or(this::saysSo)
                .or(this::toMany)
                .or(this::withoutSender)
                .or(this::soundsLike)
                .orElseGet(() -> new Classified(AutomaticKind.HUMAN, "", hints));
    }

    private Optional<Classified> loop() {
        return mail.headers("X-Gateway-Loop").stream()
                .filter(own::loops)
                .findFirst()
                .map(value -> is(AutomaticKind.OWN_LOOP, "x-gateway-loop"));
    }

    private Optional<Classified> report() {
        return mail.report().flatMap(report -> switch (report.kind()) {
            case "delivery-status" -> deliveryStatus(report);
            case "disposition-notification" ->
                Optional.of(is(AutomaticKind.READ_RECEIPT, "report disposition-notification"));
            case "feedback-report" -> Optional.of(feedback(report));
            default -> Optional.empty();
        });
    }

    private Optional<Classified> deliveryStatus(MailReport report) {
        Set<String> actions = BounceReader.actions(report);
        if (actions.contains("failed")) {
            return Optional.of(is(AutomaticKind.BOUNCE, "report delivery-status failed"));
        }
        if (actions.contains("delayed")) {
            return Optional.of(is(AutomaticKind.DELAY, "report delivery-status delayed"));
        }
        return actions.isEmpty()
                ? Optional.of(is(AutomaticKind.BOUNCE, "report delivery-status"))
                : Optional.of(is(AutomaticKind.READ_RECEIPT, "report delivery-status delivered"));
    }

    /** A report that a mail failed DMARC, or that it was no spam after all, is not a complaint (RFC 6591). */
    private Classified feedback(MailReport report) {
        String type = report.blocks().stream()
                .map(block -> block.get("feedback-type"))
                .filter(value -> value != null)
                .findFirst()
                .orElse("other")
                .strip()
                .toLowerCase(Locale.ROOT);
        AutomaticKind kind = COMPLAINTS.contains(type) ? AutomaticKind.COMPLAINT : AutomaticKind.BULK;
        return is(kind, "report feedback-report " + type);
    }

    private Optional<Classified> notice() {
        if (localParts().contains("staff") && mail.subject().startsWith("complaint about message from ")) {
            return Optional.of(is(AutomaticKind.COMPLAINT, "subject complaint about message"));
        }
        return BounceNotice.sign(mail, noSender)
                .map(sign -> is(BounceNotice.delayed(mail) ? AutomaticKind.DELAY : AutomaticKind.BOUNCE, sign));
    }

    private Optional<Classified> ownAddress() {
        return mail.from().stream()
                .filter(own::owns)
                .findFirst()
                .map(address -> is(AutomaticKind.OWN_LOOP, "from our own address"));
    }

    private Optional<Classified> saysSo() {
        String submitted = autoSubmitted();
        boolean list = mail.header("List-Id").isPresent()
                || mail.header("List-Unsubscribe").isPresent();
        if (!submitted.isEmpty() && !submitted.equals("no") && !(list && !submitted.equals("auto-replied"))) {
            return Optional.of(is(AutomaticKind.AUTO_REPLY, "auto-submitted " + submitted));
        }
        for (String name : REPLY_FIELDS) {
            Optional<String> value = mail.header(name);
            if (value.isPresent() && !value.get().strip().equalsIgnoreCase("no")) {
                return Optional.of(is(AutomaticKind.AUTO_REPLY, name.toLowerCase(Locale.ROOT)));
            }
        }
        return Optional.empty();
    }

    private String autoSubmitted() {
        return mail.header("Auto-Submitted")
                .map(value -> value.split("[;(\\s]", 2)[0].strip().toLowerCase(Locale.ROOT))
                .orElse("");
    }

    private static final Map<String, AutomaticKind> PRECEDENCES = Map.of(
            "auto_reply", AutomaticKind.AUTO_REPLY,
            "auto-reply", AutomaticKind.AUTO_REPLY,
            "list", AutomaticKind.LIST,
            "bulk", AutomaticKind.BULK,
            "junk", AutomaticKind.BULK);

    private Optional<Classified> toMany() {
        boolean forwarded = mail.headers("List-Id").stream().anyMatch(own::ownList)
                || mail.headers("List-Post").stream().anyMatch(own::ownList);
        String precedence = mail.header("Precedence").orElse("").strip().toLowerCase(Locale.ROOT);
        if (PRECEDENCES.get(precedence) == AutomaticKind.AUTO_REPLY) {
            return Optional.of(is(AutomaticKind.AUTO_REPLY, "precedence " + precedence));
        }
        if (forwarded) {
            return Optional.empty();
        }
        for (String name : List.of("List-Id", "List-Post")) {
            if (mail.header(name).isPresent()) {
                return Optional.of(is(AutomaticKind.LIST, name.toLowerCase(Locale.ROOT)));
            }
        }
        AutomaticKind kind = PRECEDENCES.get(precedence);
        if (kind != null) {
            return Optional.of(is(kind, "precedence " + precedence));
        }
        return mail.header("List-Unsubscribe").map(value -> is(AutomaticKind.BULK, "list-unsubscribe"));
    }

    private Optional<Classified> withoutSender() {
        return noSender ? Optional.of(is(AutomaticKind.AUTO_REPLY, "envelope sender <>")) : Optional.empty();
    }

    private Optional<Classified> soundsLike() {
        if (autoSubmitted().equals("no")) {
            return Optional.empty();
        }
        if (REPLY_SUBJECT.matcher(mail.subject()).matches()) {
            return Optional.of(is(AutomaticKind.AUTO_REPLY_HEURISTIC, "subject"));
        }
        boolean answer = ANSWER_SUBJECT.matcher(mail.subject()).matches();
        return !answer && REPLY_TEXT.matcher(beginning()).find()
                ? Optional.of(is(AutomaticKind.AUTO_REPLY_HEURISTIC, "text"))
                : Optional.empty();
    }

    /** The first lines that are no quotation: an answer to an automatic mail quotes what that one said. */
    private String beginning() {
        StringBuilder lines = new StringBuilder();
        mail.text()
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith(">"))
                .limit(LINES_OF_A_BEGINNING)
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    private void collectHints() {
        localParts().stream().filter(LIKELY::contains).findFirst().ifPresent(name -> hints.add("from " + name));
        mail.header("X-Auto-Response-Suppress")
                .filter(value -> !value.strip().equalsIgnoreCase("none"))
                .ifPresent(value -> hints.add("answers unwanted"));
        mail.header("Feedback-ID").ifPresent(value -> hints.add("feedback-id"));
        mail.header("List-Help").ifPresent(value -> hints.add("list-help"));
        if (LIKE_REPLY_SUBJECT.matcher(mail.subject()).matches()) {
            hints.add("subject");
        }
    }

    private List<String> localParts() {
        return mail.from().stream()
                .map(address -> address.replaceFirst("@.*", "").toLowerCase(Locale.ROOT))
                .toList();
    }

    private Classified is(AutomaticKind kind, String sign) {
        return new Classified(kind, sign, hints);
    }
}
