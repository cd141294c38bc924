package tributary.connector.email.imap;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessageRemovedException;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.UIDFolder;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.ReceivedDateTerm;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPMessage;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.jspecify.annotations.Nullable;

/** One connection to a mailbox. Every method blocks: use it on a worker, one call at a time but for {@link #wake}. */
final class ImapSession implements AutoCloseable {

    private static final Duration ANSWER = Duration.ofMinutes(1);

    /** Longer than an IDLE that nobody wakes: a dead server is noticed. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    /** Pieces in which a mail is fetched, so that no literal is larger. */
    private static final int PIECE = 64 * 1024;

    private static final long MOST_IN_BATCH = 20L * 1024 * 1024;

    private final ImapConfig config;
    private final IMAPStore store;
    private final IMAPFolder folder;
    private final boolean idles;
    private final boolean moves;

    private ImapSession(ImapConfig config, IMAPStore store, IMAPFolder folder, boolean idles, boolean moves) {
        this.config = config;
        this.store = store;
        this.folder = folder;
        this.idles = idles;
        this.moves = moves;
    }

    /**
     * Logs in and opens the folder.
     *
     * @param secret the password, or an access token if the configuration has oauth
     */
    static ImapSession open(ImapConfig config, String secret) throws MessagingException {
        IMAPStore store = (IMAPStore) Session.getInstance(properties(config)).getStore("imap");
        try {
            store.connect(config.host(), config.port(), config.user(), secret);
            if (store.hasCapability("ID")) {
                // 163, 126 and QQ refuse SELECT to clients that do not say who they are (RFC 2971).
                store.id(Map.of("name", "tributary", "version", "1"));
            }
            // Asked for now: once the folder has the connection, the store opens another one to look.
            boolean idles = store.hasCapability("IDLE");
            boolean moves = store.hasCapability("MOVE");
            IMAPFolder folder = (IMAPFolder) store.getFolder(config.folder());
            boolean changes = config.seen() || config.moveTo().isPresent();
            folder.open(changes ? Folder.READ_WRITE : Folder.READ_ONLY);
            return new ImapSession(config, store, folder, idles, moves);
        } catch (MessagingException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private static Properties properties(ImapConfig config) {
        Properties properties = new Properties();
        String silence = Long.toString(
                config.poll().plus(SLACK).compareTo(ANSWER) > 0
                        ? config.poll().plus(SLACK).toMillis()
                        : ANSWER.toMillis());
        properties.put("mail.imap.connectiontimeout", "10000");
        properties.put("mail.imap.timeout", silence);
        properties.put("mail.imap.writetimeout", Long.toString(ANSWER.toMillis()));
        properties.put("mail.imap.partialfetch", "true");
        properties.put("mail.imap.fetchsize", Integer.toString(PIECE));
        properties.put("mail.imap.peek", "true");
        properties.put("mail.imap.ssl.enable", Boolean.toString(config.tls() == ImapConfig.Tls.IMPLICIT));
        properties.put("mail.imap.starttls.enable", Boolean.toString(config.tls() == ImapConfig.Tls.REQUIRED));
        properties.put("mail.imap.starttls.required", Boolean.toString(config.tls() == ImapConfig.Tls.REQUIRED));
        properties.put("mail.imap.ssl.checkserveridentity", "true");
        if (config.oauth().isPresent()) {
            properties.put("mail.imap.auth.mechanisms", "XOAUTH2");
        }
        return properties;
    }

    boolean idles() {
        return idles;
    }

    /**
     * Where to go on: after the place, or at the beginning of a window if the mailbox is not the one the place is in.
     *
     * @return the uids to fetch, ascending, at most one batch of them
     */
    Ahead ahead(Place place, Instant now) throws MessagingException {
        long validity = folder.getUIDValidity();
        boolean known = place.validity() == validity;
        Message[] found = known
                ? folder.getMessagesByUID(place.uid() + 1, UIDFolder.LASTUID)
                : folder.search(new ReceivedDateTerm(ComparisonTerm.GE, Date.from(now.minus(config.since()))));
        List<Long> uids = new ArrayList<>();
        for (Message message : found) {
            long uid = message == null ? -1 : folder.getUID(message);
            // The last mail answers to every range that ends with a star, however old it is.
            if (uid > (known ? place.uid() : 0)) {
                uids.add(uid);
            }
        }
        Place from = known ? place : new Place(validity, Math.max(0, beforeFirst(uids)));
        return new Ahead(from, uids.stream().sorted().limit(config.batch()).toList());
    }

    /** Without mails in the window everything before the next uid is old. */
    private long beforeFirst(List<Long> uids) throws MessagingException {
        return uids.stream().min(Long::compare).orElse(Math.max(1, folder.getUIDNext())) - 1;
    }

    /** Fetches mails into files until there are enough bytes; what is gone meanwhile is left out. */
    List<FetchedMail> fetch(List<Long> uids) throws MessagingException, IOException {
        List<FetchedMail> mails = new ArrayList<>();
        long bytes = 0;
        for (long uid : uids) {
            Message message = folder.getMessageByUID(uid);
            if (message instanceof IMAPMessage known && bytes < MOST_IN_BATCH) {
                FetchedMail mail = fetch(uid, known);
                if (mail != null) {
                    mails.add(mail);
                    bytes += mail.bytes();
                }
            } else if (message != null) {
                break;
            }
        }
        return mails;
    }

    private @Nullable FetchedMail fetch(long uid, IMAPMessage message) throws MessagingException, IOException {
        Path file = Files.createTempFile("tributary-imap", ".eml");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            if (message.getSize() > config.maxMessage().bytes()) {
                writeHeader(message, out);
            } else {
                message.writeTo(out);
            }
            out.flush();
            return new FetchedMail(uid, file, Files.size(file), sender(message), recipients(message));
        } catch (MessageRemovedException gone) {
            Files.deleteIfExists(file);
            return null;
        } catch (MessagingException | IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    /** The header, with words about the body in its place. */
    private void writeHeader(IMAPMessage message, OutputStream out) throws MessagingException, IOException {
        Enumeration<String> lines = message.getNonMatchingHeaderLines(
                new String[] {"Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "MIME-Version"});
        StringBuilder text = new StringBuilder();
        while (lines.hasMoreElements()) {
            text.append(lines.nextElement()).append("\r\n");
        }
        text.append("MIME-Version: 1.0\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\n[This mail has ")
                .append(message.getSize())
                .append(" bytes, more than are fetched. It is in the mailbox.]\r\n");
        out.write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static String sender(Message message) throws MessagingException {
        return first(message, "Return-Path").replaceAll("[<>\\s]", "");
    }

    private static List<String> recipients(Message message) throws MessagingException {
        return Stream.of(first(message, "Delivered-To"), first(message, "X-Original-To"))
                .map(value -> value.replaceAll("[<>\\s]", "").toLowerCase(Locale.ROOT))
                .filter(value -> value.indexOf('@') > 0)
                .distinct()
                .toList();
    }

    private static String first(Message message, String name) throws MessagingException {
        String[] values = message.getHeader(name);
        return values == null ? "" : values[0];
    }

    /** Marks mails that were taken, and moves them if that is wanted. */
    void settle(List<Long> uids) throws MessagingException {
        Message[] messages = Stream.of(folder.getMessagesByUID(
                        uids.stream().mapToLong(Long::longValue).toArray()))
                .filter(message -> message != null)
                .toArray(Message[]::new);
        if (messages.length == 0) {
            return;
        }
        if (config.seen()) {
            folder.setFlags(messages, new Flags(Flags.Flag.SEEN), true);
        }
        if (config.moveTo().isPresent()) {
            Folder to = store.getFolder(config.moveTo().get());
            if (!to.exists()) {
                to.create(Folder.HOLDS_MESSAGES);
            }
            if (moves) {
                folder.moveMessages(messages, to);
            } else {
                folder.copyMessages(messages, to);
                folder.setFlags(messages, new Flags(Flags.Flag.DELETED), true);
                folder.expunge(messages);
            }
        }
    }

    /** Waits until the server has news, or {@link #wake} is called (RFC 2177). */
    void idle() throws MessagingException {
        folder.idle(true);
    }

    /** Ends a wait from another thread: any command does. */
    void wake() throws MessagingException {
        folder.doCommand(protocol -> {
            protocol.noop();
            return null;
        });
    }

    @Override
    public void close() throws MessagingException {
        store.close();
    }

    /** @param from where the uids begin */
    record Ahead(Place from, List<Long> uids) {}
}
