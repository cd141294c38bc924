package tributary.connector.email;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tributary.connector.email.address.EmailAddress;
import tributary.connector.email.auth.AuthenticationConfig;
import tributary.connector.email.auth.dns.DnsConfig;
import tributary.connector.email.hook.WebhookConfig;
import tributary.connector.email.imap.ImapConfig;
import tributary.connector.email.send.SendConfig;

/**
 * An inbox of type {@code email}.
 *
 * @param name the inbox's name
 * @param connector {@code email}
 * @param address the inbox's address; its plus-addresses belong to it too
 * @param aliases further addresses whose mail comes here
 * @param title name shown to customers beside the address; the agent's if absent
 * @param receive how mail comes in: {@code smtp}, which is SMTP and LMTP; {@code imap}; {@code webhook}
 * @param imap the mailbox to fetch from, for {@code receive: imap}
 * @param webhook the provider that posts, for {@code receive: webhook}
 * @param send the relay for what goes out; without it replies fail
 * @param authentication how senders are checked
 * @param autoReply what is said at once to who opens a ticket; nothing by default
 */
public record EmailConfig(
        String name,
        String connector,
        String address,
        List<String> aliases,
        Optional<String> title,
        Receive receive,
        Optional<ImapConfig> imap,
        Optional<WebhookConfig> webhook,
        Optional<SendConfig> send,
        Authentication authentication,
        Optional<AutoReply> autoReply) {

    public EmailConfig {
        aliases = aliases == null ? List.of() : List.copyOf(aliases);
        title = title == null ? Optional.empty() : title;
        send = send == null ? Optional.empty() : send;
        authentication = authentication == null ? new Authentication(true, null, null, null) : authentication;
        autoReply = autoReply == null ? Optional.empty() : autoReply;
        if (address == null) {
            throw new IllegalArgumentException("address: expected an e-mail address, found nothing");
        }
        checked("address", address);
        aliases.forEach(alias -> checked("aliases", alias));
        receive = receive == null ? Receive.SMTP : receive;
        imap = imap == null ? Optional.empty() : imap;
        webhook = webhook == null ? Optional.empty() : webhook;
        fits("imap", imap.isPresent(), receive == Receive.IMAP);
        fits("webhook", webhook.isPresent(), receive == Receive.WEBHOOK);
    }

    /** How mail comes in. */
    public enum Receive {
        SMTP,
        IMAP,
        WEBHOOK
    }

    /** @param text in the language of the inbox */
    public record AutoReply(String text) {
        private static final int LONGEST = 5_000;

        public AutoReply {
            if (text == null || text.isBlank() || text.length() > LONGEST) {
                throw new IllegalArgumentException("text: expected 1 to " + LONGEST + " characters, found "
                        + (text == null || text.isBlank() ? "none" : text.length()));
            }
        }
    }

    private static void fits(String key, boolean given, boolean wanted) {
        if (given != wanted) {
            throw new IllegalArgumentException(
                    wanted
                            ? key + ": expected settings beside receive: " + key + ", found none"
                            : key + ": expected receive: " + key + " beside it, found another way to receive");
        }
    }

    private static void checked(String key, String address) {
        try {
            EmailAddress.parse(address);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    /**
     * @param check whether SPF, DKIM and DMARC are looked up for mail from other networks
     * @param authservIds hosts in front of us whose {@code Authentication-Results} are believed instead
     * @param nameServers DNS servers; the system's by default
     * @param timeout time for all look-ups of one mail
     */
    public record Authentication(
            @Nullable Boolean check,
            @Nullable List<String> authservIds,
            @Nullable List<String> nameServers,
            @Nullable Duration timeout) {

        boolean on() {
            return check == null || check;
        }

        /** Whether somebody in front of us is believed. */
        boolean hasTrustedHosts() {
            return authservIds != null && !authservIds.isEmpty();
        }

        AuthenticationConfig config(java.util.Set<String> ownDomains) {
            DnsConfig standard = DnsConfig.STANDARD;
            DnsConfig dns = new DnsConfig(
                    nameServers == null ? List.of() : nameServers,
                    timeout == null ? standard.timeout() : timeout,
                    standard.cacheEntries());
            return new AuthenticationConfig(dns, authservIds == null ? List.of() : authservIds, ownDomains);
        }
    }
}
