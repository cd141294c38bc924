package tributary.connector.email.automatic;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A bounce that is written for people only: qmail, Exim, QQ and 163 系统退信, gateways without RFC 3464. Lines are read
 * one by one, and a thousand at most.
 */
final class BounceNotice {
    private static final Pattern DAEMON =
            Pattern.compile("(?i)(mailer-?daemon|post-?_?master|mail-?daemon|.*-bounces?|bounces?)(@.*|)");
    private static final Pattern SUBJECT = Pattern.compile(
            "(?i).*(undeliver|returned mail|return(ed)? to sender|failure notice|delivery (status|failure|failed|report"
                    + "|problem)|deliver(y|ed).*fail|fail(ed|ure).*deliver|could not be delivered|mail fail(ure|ed)|non-?delivery"
                    + "|delivery has failed|error sending your mail|mail system error|bounce notification|delayed mail"
                    + "|delivery delayed|mail status|退信|无法投递|投递失败|退回|недоставлен).*");
    private static final Pattern TEXT = Pattern.compile(
            "(?i)(could not be|couldn.t be|was not|not be) (delivered|sent)|unable to deliver|delivery.{0,60}failed"
                    + "|failed permanently|did not (receive|reach)|permanent fatal errors|qmail-send|message that you( have)? sent"
                    + "|had trouble delivering|mail delivery software|undeliverable|invalid user address|rejected and discarded"
                    + "|mailbox is full|message was not delivered|试图|退信|无法送达|无法投递|被退回|未能送达|無法送達");
    private static final Pattern DELAYED = Pattern.compile(
            "(?i)delayed|still being retried|will (continue|keep) trying|will be retried|not yet been delivered"
                    + "|no action is required|尚未送达|继续尝试");
    private static final Pattern RETURNED = Pattern.compile(
            "(?i)[-=* ]*(original message|below this line is a copy|this is a copy of (the|your) message|included is a copy"
                    + "|the header of the original|original mail( info)?|original message headers|bounced e-?mail"
                    + "|returned message|message headers? follow|原始邮件|原邮件(?!信息)|邮件原文)\\b?.*|(?i)received: .*|(?i)return-path: .*");
    private static final Pattern ADDRESS =
            Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]{1,63}(?:\\.[A-Za-z0-9-]{1,63}){1,8}");
    private static final Pattern MESSAGE_ID = Pattern.compile("(?i)\\s*message-id:\\s*<([^<>\\s]{3,500})>.*");
    private static final int MOST_LINES = 1000;
    private static final int LONGEST_LINE = 2000;

    private final List<String> lines;
    private final List<String> notice;
    private final MailHead mail;

    BounceNotice(MailHead mail) {
        this.mail = mail;
        this.lines = mail.text()
                .lines()
                .limit(MOST_LINES)
                .map(line -> line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) : line)
                .toList();
        this.notice = lines.stream()
                .takeWhile(line -> !RETURNED.matcher(line).matches())
                .toList();
    }

    /** Why a mail is such a notice: a mail server must have sent it, and say that something did not arrive. */
    static Optional<String> sign(MailHead mail, boolean noSender) {
        boolean daemon = (noSender && mail.from().isEmpty())
                || mail.from().stream()
                        .anyMatch(address -> DAEMON.matcher(address).matches());
        if (!daemon && !noSender) {
            return Optional.empty();
        }
        if (mail.header("X-Failed-Recipients").isPresent()) {
            return Optional.of("x-failed-recipients");
        }
        boolean subject = SUBJECT.matcher(mail.subject()).matches();
        BounceNotice notice = new BounceNotice(mail);
        boolean text =
                notice.notice.stream().anyMatch(line -> TEXT.matcher(line).find());
        boolean named = !notice.addresses().isEmpty();
        if (daemon && (subject || (text && named))) {
            return Optional.of(subject ? "mail server and subject" : "mail server and text");
        }
        return noSender && subject && text ? Optional.of("envelope sender <> and text") : Optional.empty();
    }

    static boolean delayed(MailHead mail) {
        return DELAYED.matcher(mail.subject()).find();
    }

    /** Whom the mail did not reach; nobody if the notice does not say. */
    List<BouncedRecipient> recipients() {
        Optional<String> told = field("Status");
        String diagnostic =
                field("Diagnostic-Code").or(this::reply).or(this::explanation).orElse("");
        String action = delayed(mail) ? "delayed" : "failed";
        String status = BounceRule.status(told.orElse(""), diagnostic);
        BounceKind kind = BounceRule.kind(action, status, around(diagnostic));
        return addresses().stream()
                .limit(20)
                .map(address -> new BouncedRecipient(address, action, status, BounceReader.cut(diagnostic), kind))
                .toList();
    }

    Optional<String> messageId() {
        return lines.stream()
                .map(MESSAGE_ID::matcher)
                .filter(Matcher::matches)
                .map(found -> found.group(1))
                .findFirst();
    }

    private Set<String> addresses() {
        Set<String> told =
                addressesIn(mail.header("X-Failed-Recipients").stream().toList(), Set.of());
        if (!told.isEmpty()) {
            return told;
        }
        Set<String> ours = addressesIn(
                List.of("To", "Delivered-To", "X-Original-To", "Envelope-To", "From").stream()
                        .flatMap(name -> mail.headers(name).stream())
                        .toList(),
                Set.of());
        Optional<String> recipient =
                field("Final-Recipient").or(() -> field("RCPT TO")).or(() -> field("Addressed To"));
        Set<String> found =
                addressesIn(recipient.map(List::of).orElse(notice), recipient.isPresent() ? Set.of() : ours);
        return found.stream().limit(1).collect(Collectors.toSet());
    }

    private static Set<String> addressesIn(List<String> texts, Set<String> without) {
        Set<String> found = new LinkedHashSet<>();
        for (String text : texts) {
            Matcher address = ADDRESS.matcher(text);
            while (address.find()) {
                String lower = address.group().toLowerCase(Locale.ROOT);
                if (!DAEMON.matcher(lower).matches() && !without.contains(lower)) {
                    found.add(address.group());
                }
            }
        }
        return found;
    }

    /** A line {@code Name: value}, in the notice or, as in a report that fell apart, anywhere. */
    private Optional<String> field(String name) {
        String start = name.toLowerCase(Locale.ROOT) + ":";
        return lines.stream()
                .map(String::strip)
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                .map(line -> line.substring(start.length()).strip())
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    private Optional<String> reply() {
        return notice.stream()
                .filter(BounceRule::replies)
                .findFirst()
                .or(() -> notice.stream()
                        .filter(line -> !BounceRule.status(line).isEmpty())
                        .findFirst())
                .map(String::strip);
    }

    /** A diagnostic with the line before it, where sendmail says what its own reply does not. */
    private String around(String diagnostic) {
        for (int i = 1; i < notice.size(); i++) {
            if (!diagnostic.isEmpty() && notice.get(i).contains(diagnostic)) {
                return notice.get(i - 1) + "\n" + diagnostic;
            }
        }
        return diagnostic;
    }

    private Optional<String> explanation() {
        return notice.stream().filter(BounceRule::explains).findFirst().map(String::strip);
    }
}
