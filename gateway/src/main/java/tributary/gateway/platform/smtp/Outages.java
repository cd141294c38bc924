package tributary.gateway.platform.smtp;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Mailboxes that cannot take mails: one line in the log when it begins and one when it is over, however many senders are
 * asked to try again in between. For any number of threads.
 */
final class Outages {

    private static final Logger LOG = LoggerFactory.getLogger(Outages.class);

    private final ConcurrentMap<String, Long> refused = new ConcurrentHashMap<>();

    void refused(String inbox, Throwable cause) {
        if (refused.merge(inbox, 1L, Long::sum) == 1) {
            LOG.atWarn()
                    .addKeyValue("inbox", inbox)
                    .setCause(cause)
                    .log("a mailbox cannot take mails; their senders try again");
        }
    }

    void taken(String inbox) {
        // Nearly always there is nothing, and looking locks nobody.
        Long mails = refused.containsKey(inbox) ? refused.remove(inbox) : null;
        if (mails != null) {
            LOG.atInfo()
                    .addKeyValue("inbox", inbox)
                    .addKeyValue("refused", mails)
                    .log("a mailbox takes mails again");
        }
    }
}
