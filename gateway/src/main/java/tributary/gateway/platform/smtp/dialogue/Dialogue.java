package tributary.gateway.platform.smtp.dialogue;

import java.util.ArrayList;
import java.util.List;
import tributary.gateway.platform.smtp.dialogue.Answer.Then;
import tributary.gateway.platform.smtp.wire.Command;
import tributary.gateway.platform.smtp.wire.CommandLine;
import tributary.gateway.platform.smtp.wire.Protocol;
import tributary.gateway.platform.smtp.wire.Reply;
import tributary.gateway.platform.smtp.wire.Verb;

/** One connection's commands and what is answered (RFC 5321, section 4.1; RFC 2033). No I/O. */
public final class Dialogue {

    private static final int MOST_ERRORS = 10;

    private final Terms terms;

    private Phase phase = new Phase.Greeted();
    private boolean tls;
    private int errors;
    private int mails;

    public Dialogue(Terms terms) {
        this.terms = terms;
    }

    public Reply greeting() {
        return new Reply(220, "", List.of(terms.hostname() + (isLmtp() ? " LMTP" : " ESMTP")));
    }

    public Terms terms() {
        return terms;
    }

    public Phase phase() {
        return phase;
    }

    public boolean tls() {
        return tls;
    }

    /** After STARTTLS both sides know nothing of what was said before (RFC 3207, section 4.2). */
    public void tlsStarted() {
        tls = true;
        phase = new Phase.Greeted();
    }

    /** The mail that was begun is done, one way or the other. */
    public void mailEnded() {
        phase = phase.reset();
    }

    public Answer on(CommandLine line) {
        Answer answer = answer(line);
        if (isError(answer.reply()) && ++errors >= MOST_ERRORS) {
            return new Answer(phase, Reply.of(421, "4.7.0", "too many errors"), Then.CLOSE);
        }
        phase = answer.phase();
        return answer;
    }

    private static boolean isError(Reply reply) {
        return (reply.code() >= 500 && reply.code() <= 504) || reply.code() == 555;
    }

    private Answer answer(CommandLine line) {
        if (line instanceof CommandLine.Text text) {
            return Command.parse(text.text())
                    .map(this::on)
                    .orElseGet(() -> Answer.stay(phase, 500, "5.5.2", "unknown command"));
        }
        if (line instanceof CommandLine.Unreadable unreadable) {
            return Answer.stay(phase, 500, "5.5.2", unreadable.why());
        }
        return new Answer(phase, Reply.of(421, "4.7.0", "this line does not end"), Then.CLOSE);
    }

    private Answer on(Command command) {
        return switch (command.verb()) {
            case EHLO, HELO, LHLO -> hello(command);
            case MAIL -> mail(command.argument());
            case RCPT -> phase.rcpt(command.argument(), terms);
            case DATA -> command.argument().isEmpty() ? phase.data(terms) : noArgument();
            case RSET -> Answer.stay(phase.reset(), 250, "2.0.0", "forgotten");
            case NOOP -> Answer.stay(phase, 250, "2.0.0", "ok");
            case VRFY -> Answer.stay(phase, 252, "2.5.2", "send the mail and see");
            case EXPN -> Answer.stay(phase, 502, "5.5.1", "not implemented");
            case HELP -> Answer.stay(phase, 214, "2.0.0", "see RFC 5321");
            case QUIT -> new Answer(phase, Reply.of(221, "2.0.0", "goodbye"), Then.CLOSE);
            case STARTTLS -> startTls(command.argument());
        };
    }

    private Answer hello(Command command) {
        if (isLmtp() != (command.verb() == Verb.LHLO)) {
            return Answer.stay(phase, 500, "5.5.1", "say " + (isLmtp() ? "LHLO" : "EHLO"));
        }
        if (!command.argument().matches("[!-~]{1,255}")) {
            return Answer.stay(phase, 501, "5.5.4", "expected " + command.verb() + " and a name");
        }
        Phase introduced = new Phase.Introduced(new Hello(command.argument(), protocol(command.verb())));
        if (command.verb() == Verb.HELO) {
            return Answer.stay(introduced, 250, "", terms.hostname());
        }
        return new Answer(introduced, new Reply(250, "", extensions(command.argument())), Then.GO_ON);
    }

    private String protocol(Verb verb) {
        return switch (verb) {
            case LHLO -> tls ? "LMTPS" : "LMTP";
            case EHLO -> tls ? "ESMTPS" : "ESMTP";
            default -> "SMTP";
        };
    }

    private List<String> extensions(String client) {
        List<String> lines = new ArrayList<>(List.of(
                terms.hostname() + " greets " + client,
                "SIZE " + terms.maxMessage(),
                "8BITMIME",
                "SMTPUTF8",
                "PIPELINING",
                "ENHANCEDSTATUSCODES"));
        if (terms.startTls() && !tls) {
            lines.add("STARTTLS");
        }
        lines.add("HELP");
        return lines;
    }

    private Answer mail(String argument) {
        if (mails >= terms.maxMails()) {
            return new Answer(phase, Reply.of(421, "4.7.0", "too many mails on one connection"), Then.CLOSE);
        }
        Answer answer = phase.mail(argument, terms);
        if (!answer.reply().refuses()) {
            mails++;
        }
        return answer;
    }

    private Answer startTls(String argument) {
        if (!argument.isEmpty()) {
            return noArgument();
        }
        if (!terms.startTls()) {
            return Answer.stay(phase, 502, "5.5.1", "not implemented");
        }
        return tls
                ? Answer.stay(phase, 503, "5.5.1", "TLS is on already")
                : new Answer(phase, Reply.of(220, "2.0.0", "go ahead"), Then.START_TLS);
    }

    private Answer noArgument() {
        return Answer.stay(phase, 501, "5.5.4", "expected no argument");
    }

    private boolean isLmtp() {
        return terms.protocol() == Protocol.LMTP;
    }
}
