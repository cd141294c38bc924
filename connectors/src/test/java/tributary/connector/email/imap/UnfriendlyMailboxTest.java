package tributary.connector.email.imap;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tributary.config.Secret;
import tributary.connector.Eventually;
import tributary.connector.FakeGateway;

/** Against a mailbox that refuses and dawdles, as no test server that one can borrow does. */
class UnfriendlyMailboxTest {

    private static final String MAIL = "From: li@example.cn\r\nSubject: s\r\n\r\n" + "words ".repeat(300) + "\r\n";

    private final Vertx vertx = Vertx.vertx();
    private final FakeGateway gateway = new FakeGateway(vertx);
    private final List<String> taken = new CopyOnWriteArrayList<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private ImapPuller puller;

    @AfterEach
    void stop() throws Exception {
        puller.stop().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void logsInWithAnAccessToken() throws Exception {
        // The vector of the sheet, section 2.
        String response = "dXNlcj1zdXBwb3J0QGV4YW1wbGUuY29tAWF1dGg9QmVhcmVyIHlhMjkuVEVTVFRPS0VOAQE=";
        try (ScriptedMailbox mailbox = new ScriptedMailbox(MAIL, response, Optional.empty())) {
            pull(mailbox, Optional.of(oauth("ya29.TESTTOKEN")));

            Eventually.becomesTrue(() -> taken.equals(List.of(MAIL)));
            assertThat(mailbox.logins).containsExactly(response);
            assertThat(asked)
                    .containsExactly("grant_type=refresh_token&client_id=us&client_secret=hush&refresh_token=again");
        }
    }

    @Test
    void takesAnotherTokenOnceIfTheFirstIsRefused() throws Exception {
        try (ScriptedMailbox mailbox = new ScriptedMailbox(MAIL, xoauth2("fresh"), Optional.empty())) {
            pull(mailbox, Optional.of(oauth("stale", "fresh")));

            Eventually.becomesTrue(() -> taken.equals(List.of(MAIL)));
            assertThat(mailbox.logins).containsExactly(xoauth2("stale"), xoauth2("fresh"));
        }
    }

    @Test
    void fiveRefusedLoginsAreTheLast() throws Exception {
        try (ScriptedMailbox mailbox = new ScriptedMailbox(MAIL, "right", Optional.empty())) {
            pull(mailbox, Optional.empty());

            Eventually.becomesTrue(() -> puller.health().failed()
                    && puller.health().cause().getMessage().contains("refused 5 times"));
            assertThat(mailbox.logins).hasSize(5);
            assertThat(puller.health().cause()).hasMessageNotContaining("wrong");
        }
    }

    @Test
    void takesAMailThatComesSlowlyWhole() throws Exception {
        CountDownLatch secondHalf = new CountDownLatch(1);
        try (ScriptedMailbox mailbox = new ScriptedMailbox(MAIL, "wrong", Optional.of(secondHalf))) {
            pull(mailbox, Optional.empty());
            assertThat(mailbox.halfOut.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(taken).isEmpty();
            secondHalf.countDown();

            Eventually.becomesTrue(() -> taken.equals(List.of(MAIL)));
            assertThat(mailbox.logins).hasSize(1);
        }
    }

    private void pull(ScriptedMailbox mailbox, Optional<ImapConfig.OAuth> oauth) {
        ImapConfig config = new ImapConfig(
                "127.0.0.1",
                mailbox.port(),
                ImapConfig.Tls.OFF,
                "support@example.com",
                oauth.isPresent() ? Optional.empty() : Optional.of(new Secret("wrong")),
                oauth,
                null,
                null,
                Duration.ofSeconds(2),
                true,
                Optional.empty(),
                null,
                2);
        puller = new ImapPuller(gateway.context("support"), config, Duration.ofMillis(2), this::deliver);
        puller.start();
    }

    private Future<Void> deliver(FetchedMail mail) {
        return vertx.executeBlocking(() -> taken.add(Files.readString(mail.file(), StandardCharsets.UTF_8)), false)
                .mapEmpty();
    }

    /** A token endpoint that gives these, the last one again and again. */
    private ImapConfig.OAuth oauth(String... tokens) throws Exception {
        List<String> left = new ArrayList<>(List.of(tokens));
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> {
                    asked.add(body.toString());
                    String token = left.size() > 1 ? left.remove(0) : left.get(0);
                    request.response().end("{\"access_token\":\"" + token + "\",\"expires_in\":3600}");
                }))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(30, TimeUnit.SECONDS);
        return new ImapConfig.OAuth(
                URI.create("http://127.0.0.1:" + server.actualPort() + "/token"),
                "us",
                Optional.of(new Secret("hush")),
                new Secret("again"),
                Optional.empty());
    }

    private static String xoauth2(String token) {
        String words = "user=support@example.com\1auth=Bearer " + token + "\1\1";
        return Base64.getEncoder().encodeToString(words.getBytes(StandardCharsets.US_ASCII));
    }
}
