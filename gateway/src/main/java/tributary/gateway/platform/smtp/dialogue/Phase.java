package tributary.gateway.platform.smtp.dialogue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Mailbox;
import tributary.gateway.platform.smtp.dialogue.Answer.Then;
import tributary.gateway.platform.smtp.wire.EnvelopePath;
import tributary.gateway.platform.smtp.wire.MailParameters;
import tributary.gateway.platform.smtp.wire.Protocol;
import tributary.gateway.platform.smtp.wire.Reply;

/** Where the dialogue stands; each phase knows what MAIL, RCPT, DATA and RSET mean in it. */
public sealed interface Phase {

    Answer mail(String argument, Terms terms);

    Answer rcpt(String argument, Terms terms);

    Answer data(Terms terms);

    /** The phase with no mail begun. */
    Phase reset();

    private static Answer outOfOrder(Phase phase, String missing) {
        return Answer.stay(phase, 503, "5.5.1", missing);
    }

    /** Connected, or TLS was just started: nothing is known. */
    record Greeted() implements Phase {
        @Override
        public Answer mail(String argument, Terms terms) {
            return outOfOrder(this, "say " + (terms.protocol() == Protocol.LMTP ? "LHLO" : "EHLO") + " first");
        }

        @Override
        public Answer rcpt(String argument, Terms terms) {
            return mail(argument, terms);
        }

        @Override
        public Answer data(Terms terms) {
            return mail("", terms);
        }

        @Override
        public Phase reset() {
            return this;
        }
    }

    /** The client has a name; no mail is begun. */
    record Introduced(Hello hello) implements Phase {
        @Override
        public Answer mail(String argument, Terms terms) {
            EnvelopePath.Parsed parsed = EnvelopePath.parse("FROM:", argument);
            EnvelopePath sender = parsed.path()
                    .filter(path -> path.isNull() || !path.domain().isEmpty())
                    .orElse(null);
            if (sender == null) {
                return Answer.stay(this, 501, "5.1.7", "expected MAIL FROM:<address>");
            }
            MailParameters parameters = MailParameters.parse(parsed.parameters());
            return refusal(sender, parameters, terms)
                    .map(refused -> new Answer(this, refused, Then.GO_ON))
                    .orElseGet(() -> new Answer(
                            new Addressing(hello, sender.address(), parameters.utf8(), List.of(), 0),
                            Reply.of(250, "2.1.0", "sender ok"),
                            Then.GO_ON));
        }

        private static Optional<Reply> refusal(EnvelopePath sender, MailParameters parameters, Terms terms) {
            if (parameters.refusal().isPresent()) {
                return parameters.refusal();
            }
            if (!sender.isAscii() && !parameters.utf8()) {
                return Optional.of(Reply.of(553, "5.6.7", "this address needs SMTPUTF8"));
            }
            if (parameters.size() > terms.maxMessage()) {
                return Optional.of(tooLarge(terms));
            }
            return terms.rate()
                    .get()
                    .map(wait -> Reply.of(
                            452, "4.7.0", "too many mails, try again in " + (wait.toSeconds() + 1) + " seconds"));
        }

        @Override
        public Answer rcpt(String argument, Terms terms) {
            return outOfOrder(this, "say MAIL first");
        }

        @Override
        public Answer data(Terms terms) {
            return outOfOrder(this, "say MAIL and RCPT first");
        }

        @Override
        public Phase reset() {
            return this;
        }
    }

    /**
     * A mail is begun.
     *
     * @param sender {@code ""} for {@code <>}
     * @param refused recipients that were not taken
     */
    record Addressing(Hello hello, String sender, boolean utf8, List<Recipient> recipients, int refused)
            implements Phase {

        private static final Logger LOG = LoggerFactory.getLogger(Phase.class);

        public Addressing {
            recipients = List.copyOf(recipients);
        }

        @Override
        public Answer mail(String argument, Terms terms) {
            return outOfOrder(this, "a mail is begun already");
        }

        @Override
        public Answer rcpt(String argument, Terms terms) {
            EnvelopePath.Parsed parsed = EnvelopePath.parse("TO:", argument);
            EnvelopePath recipient =
                    parsed.path().filter(path -> !path.isNull()).orElse(null);
            if (recipient == null) {
                return refuse(Reply.of(501, "5.1.3", "expected RCPT TO:<address>"));
            }
            if (!parsed.parameters().matches("(?i)((NOTIFY|ORCPT)=\\S+( +|$))*")) {
                return refuse(Reply.of(555, "5.5.4", "unknown parameter"));
            }
            if (recipients.size() + refused >= terms.maxRecipients()) {
                return Answer.stay(this, 452, "4.5.3", "too many recipients");
            }
            if (!recipient.isAscii() && !utf8) {
                return refuse(Reply.of(553, "5.6.7", "this address needs SMTPUTF8"));
            }
            return lookUp(recipient, terms.mailboxes());
        }

        /** Our own fault never says that an address does not exist. */
        private Answer lookUp(EnvelopePath recipient, Mailboxes mailboxes) {
            try {
                Optional<Mailbox> owner = mailboxes.ownerOf(recipient);
                if (owner.isPresent()) {
                    return take(new Recipient(recipient.address(), owner.get()));
                }
                return refuse(
                        mailboxes.hosts(recipient) || recipient.domain().isEmpty()
                                ? Reply.of(550, "5.1.1", "no such mailbox here")
                                : Reply.of(550, "5.7.1", "relaying denied"));
            } catch (RuntimeException fault) {
                LOG.atWarn().setCause(fault).log("cannot look up a recipient");
                return refuse(Reply.of(451, "4.3.0", "try again later"));
            }
        }

        private Answer take(Recipient recipient) {
            List<Recipient> more = new ArrayList<>(recipients);
            more.add(recipient);
            return new Answer(
                    new Addressing(hello, sender, utf8, more, refused),
                    Reply.of(250, "2.1.5", "recipient ok"),
                    Then.GO_ON);
        }

        private Answer refuse(Reply reply) {
            return new Answer(new Addressing(hello, sender, utf8, recipients, refused + 1), reply, Then.GO_ON);
        }

        /** LMTP has no 554 here (RFC 2033, section 4.2). */
        @Override
        public Answer data(Terms terms) {
            if (!recipients.isEmpty()) {
                return new Answer(this, Reply.of(354, "", "end with <CR><LF>.<CR><LF>"), Then.RECEIVE);
            }
            return refused > 0 && terms.protocol() == Protocol.SMTP
                    ? Answer.stay(this, 554, "5.5.1", "no valid recipients")
                    : outOfOrder(this, "say RCPT first");
        }

        @Override
        public Phase reset() {
            return new Introduced(hello);
        }
    }

    /** An accepted recipient, as received. */
    record Recipient(String address, Mailbox mailbox) {}

    /** The answer to a mail above the limit, at MAIL and after the dot. */
    static Reply tooLarge(Terms terms) {
        return Reply.of(552, "5.3.4", "the mail is larger than " + terms.maxMessage() + " bytes");
    }
}
