package tributary.connector.email.imap;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.store.MailFolder;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.mail.Flags;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tributary.config.DataSize;
import tributary.config.Secret;
import tributary.connector.Eventually;
import tributary.connector.FakeGateway;

/** Against a mailbox server that is not ours. */
class ImapPullerTest {

    private static final ServerSetup IMAP = new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_IMAP);

    private final GreenMail server = new GreenMail(IMAP);
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private FakeGateway gateway;
    private GreenMailUser user;
    private volatile boolean failing;
    private ImapPuller puller;

    @BeforeEach
    void start() {
        vertx = Vertx.vertx();
        gateway = new FakeGateway(vertx);
        server.start();
        user = server.setUser("support@example.com", "support", "secret");
    }

    @AfterEach
    void stop() throws Exception {
        puller.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        server.stop();
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void takesWhatIsThereAndThenWhatComesInOrderAndMarksItAsRead() throws Exception {
        arrives("one");
        arrives("two");
        pull(config("secret", DataSize.ofMebibytes(1)));
        await(List.of("one", "two"));

        arrives("three");
        await(List.of("one", "two", "three"));

        Eventually.becomesTrue(() ->
                inbox().getMessages().stream().allMatch(mail -> mail.getFlags().contains(Flags.Flag.SEEN)));
        assertThat(puller.health().succeeded()).isTrue();
    }

    @Test
    void goesOnWhereItStoppedWhoeverReadTheMailsMeanwhile() throws Exception {
        arrives("one");
        pull(config("secret", DataSize.ofMebibytes(1)));
        await(List.of("one"));
        puller.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);

        arrives("two");
        inbox().getMessages().forEach(mail -> mail.setFlag(Flags.Flag.SEEN, true));
        pull(config("secret", DataSize.ofMebibytes(1)));

        await(List.of("one", "two"));
    }

    @Test
    void fetchesAgainWhatCouldNotBeKept() throws Exception {
        failing = true;
        arrives("one");
        pull(config("secret", DataSize.ofMebibytes(1)));
        Eventually.becomesTrue(() -> puller.health().failed());

        failing = false;

        await(List.of("one"));
        Eventually.becomesTrue(() -> puller.health().succeeded());
    }

    @Test
    void doesNotSpareTheMailServerBecauseTheStoreIsAway() throws Exception {
        gateway.leases.away(true);
        arrives("one");
        pull(config("secret", DataSize.ofMebibytes(1)));
        Eventually.becomesTrue(() -> gateway.leases.asked() >= 3);
        assertThat(puller.health().cause()).hasMessage("imap: the store is away");

        gateway.leases.away(false);

        await(List.of("one"));
        assertThat(gateway.meters
                        .find(ImapPuller.CONNECTED)
                        .tag("outcome", "failed")
                        .counter())
                .isNull();
    }

    @Test
    void readsAWindowAnewWhenTheMailboxIsNotTheOneItKnew() throws Exception {
        gateway.state.put("imap-place", new Place(1, 4_000_000).encoded());
        arrives("one");

        pull(config("secret", DataSize.ofMebibytes(1)));

        await(List.of("one"));
    }

    @Test
    void takesOnlyTheHeaderOfWhatIsTooLarge() throws Exception {
        arrives("large " + "x".repeat(4000));

        pull(config("secret", DataSize.ofKibibytes(2)));

        Eventually.becomesTrue(() -> taken.size() == 1);
        assertThat(taken.get(0)).startsWith("[This mail has").contains("more than are fetched");
    }

    @Test
    void saysThatTheLoginIsRefused() throws Exception {
        pull(config("wrong", DataSize.ofMebibytes(1)));

        Eventually.becomesTrue(() -> puller.health().failed());
        assertThat(puller.health().cause()).hasMessageContaining("imap: ").hasMessageNotContaining("wrong");
    }

    @Test
    void stopsWhenAnotherWroteThePlace() throws Exception {
        failing = true;
        arrives("one");
        pull(config("secret", DataSize.ofMebibytes(1)));
        Eventually.becomesTrue(() -> puller.health().failed());
        long validity = inbox().getUidValidity();
        gateway.state.put("imap-place", new Place(validity, 1).encoded());

        failing = false;
        arrives("two");

        await(List.of("two"));
    }

    private void pull(ImapConfig config) {
        puller = new ImapPuller(gateway.context("support"), config, this::deliver);
        puller.start();
    }

    private Future<Void> deliver(FetchedMail mail) {
        if (failing) {
            return Future.failedFuture("the store is down");
        }
        return vertx.executeBlocking(
                        () -> {
                            String text = Files.readString(mail.file(), StandardCharsets.UTF_8);
                            taken.add(
                                    text.substring(text.indexOf("\r\n\r\n") + 4).strip());
                            return null;
                        },
                        false)
                .mapEmpty();
    }

    private ImapConfig config(String password, DataSize most) {
        return new ImapConfig(
                "127.0.0.1",
                server.getImap().getPort(),
                ImapConfig.Tls.OFF,
                "support",
                Optional.of(new Secret(password)),
                Optional.empty(),
                null,
                null,
                Duration.ofSeconds(2),
                null,
                Optional.empty(),
                most,
                2);
    }

    private void arrives(String words) throws Exception {
        MimeMessage mail = new MimeMessage(Session.getInstance(new Properties()));
        mail.setFrom(new InternetAddress("li@example.cn"));
        mail.setSubject("s");
        mail.setText(words, "us-ascii");
        mail.saveChanges();
        user.deliver(mail);
    }

    private MailFolder inbox() {
        try {
            return server.getManagers().getImapHostManager().getInbox(user);
        } catch (com.icegreen.greenmail.store.FolderException e) {
            throw new AssertionError("the user has no inbox", e);
        }
    }

    private void await(List<String> words) {
        Eventually.becomesTrue(() -> taken.equals(words));
    }
}
