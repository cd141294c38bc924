package tributary.connector.email.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.Delivery;
import tributary.conversation.Unreachable;

/** What becomes of a mail for each thing a relay can do, said by a relay that does it. */
class RelayDialogueTest {
    private Vertx vertx;
    private ScriptedRelay relay;
    private MailSender sender;

    @BeforeEach
    void start() throws Exception {
        vertx = Vertx.vertx();
        relay = new ScriptedRelay(vertx);
        sender = sender(Mails.config(get(relay.start())));
    }

    @AfterEach
    void stop() throws Exception {
        sender.close();
        get(vertx.close());
    }

    @Test
    void saysWhatTheRelayTook() throws Exception {
        Delivery delivery = get(sender.send(Mails.to("li@example.cn")));

        assertThat(delivery).isEqualTo(new Delivery.Accepted(Mails.MARKS.messageId(48213, Mails.ID)));
        assertThat(relay.commands.get(0)).isEqualTo("EHLO mail.example.com");
        assertThat(relay.commands.get(1))
                .startsWith("MAIL FROM:<" + Mails.MARKS.bounceAddress(Mails.ID).orElseThrow() + ">");
        assertThat(relay.commands.subList(2, 4)).containsExactly("RCPT TO:<li@example.cn>", "DATA");
    }

    @Test
    void defersWhenNobodyListens() throws Exception {
        NetServer gone = get(vertx.createNetServer().connectHandler(s -> {}).listen(0, "127.0.0.1"));
        int port = gone.actualPort();
        get(gone.close());
        sender = sender(Mails.config(port));

        assertDeferred(get(sender.send(Mails.to("li@example.cn"))), "no SMTP dialogue with the relay: ");
    }

    @Test
    void defersWhenTheRelayHasNoAddress() throws Exception {
        SendConfig config = Mails.config(25);
        sender = sender(new SendConfig(
                "relay.invalid",
                25,
                config.user(),
                config.password(),
                config.tls(),
                config.ca(),
                config.hello(),
                config.dkim(),
                1,
                config.connectTimeout(),
                config.replyTimeout(),
                config.maxMessage(),
                config.addresses(),
                false));

        assertDeferred(get(sender.send(Mails.to("li@example.cn"))), "no SMTP dialogue with the relay: ");
    }

    @ParameterizedTest
    @CsvSource({
        "greeting,421 4.3.2 closing",
        "greeting,554 5.7.1 you are blocked",
        "EHLO,421 4.3.2 closing",
        "MAIL,450 4.1.8 domain not found",
        "MAIL,421 4.7.0 slow down",
        "MAIL,530 5.7.0 log in first",
        "RCPT,450 4.2.0 greylisted",
        "RCPT,452 4.2.2 mailbox full",
        "DATA,451 4.3.0 disk full",
        "dot,451 4.3.0 not stored",
        "dot,421 4.3.2 closing"
    })
    void defersWhatIsRefusedForNow(String moment, String answer) throws Exception {
        relay.at(moment, answer).at("HELO", answer);

        assertDeferred(get(sender.send(Mails.to("li@example.cn"))), answer);
    }

    @ParameterizedTest
    @CsvSource({
        "MAIL,550 5.1.8 bad sender",
        "RCPT,550 5.1.1 no such user",
        "DATA,554 5.5.1 no valid recipients",
        "dot,550 5.7.1 spam",
        "dot,552 5.3.4 too big"
    })
    void rejectsWhatIsRefusedForGood(String moment, String answer) throws Exception {
        relay.at(moment, answer);

        assertThat(rejection(sender.send(Mails.to("li@example.cn")))).isEqualTo(answer);
    }

    @Test
    void keepsAllLinesOfAnAnswer() throws Exception {
        relay.at("RCPT", "550-5.1.1 no such user\r\n550 5.1.1 see https://example.com/help");

        assertThat(rejection(sender.send(Mails.to("li@example.cn"))))
                .isEqualTo("550-5.1.1 no such user / 550 5.1.1 see https://example.com/help");
    }

    @ParameterizedTest
    @CsvSource({
        "greeting,close", "greeting,reset", "greeting,silence",
        "EHLO,close", "EHLO,reset", "EHLO,silence",
        "MAIL,close", "MAIL,reset", "MAIL,silence",
        "RCPT,close", "RCPT,reset", "RCPT,silence",
        "DATA,close", "DATA,reset", "DATA,silence"
    })
    void defersWhatIsCutOffBeforeTheDot(String moment, String what) throws Exception {
        relay.at(moment, what);

        assertThat(get(sender.send(Mails.to("li@example.cn")))).isInstanceOf(Delivery.Deferred.class);
        assertThat(relay.mails).isEmpty();
    }

    /** The text is longer than all buffers between the two, so the client waits for room when the connection goes. */
    @ParameterizedTest
    @ValueSource(strings = {ScriptedRelay.CLOSE, ScriptedRelay.RESET})
    void defersWhatIsCutOffInTheMiddleOfTheText(String what) throws Exception {
        relay.at("text", what);
        OutboundMail mail = Mails.draft()
                .text(("x".repeat(70) + "\n").repeat(150_000))
                .files(Mails.file("a.bin", "application/octet-stream", new byte[4_000_000]))
                .mail();

        assertDeferred(get(sender.send(mail)), "connection lost before the end of the mail: ");
        assertThat(relay.mails).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {ScriptedRelay.CLOSE, ScriptedRelay.RESET, ScriptedRelay.SILENCE, "hello"})
    void doesNotPretendToKnowWhatHappenedAfterTheDot(String what) throws Exception {
        relay.at("dot", what);

        assertThatThrownBy(() -> get(sender.send(Mails.to("li@example.cn"))))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(NobodyKnowsException.class)
                .hasMessageContaining("the relay had the whole mail and did not say whether it took it: ");
        assertThat(relay.mails).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"RCPT,550 5.1.1 no", "dot,close", "greeting,421 no", "dot,silence", "MAIL,reset"})
    void sendsTheNextMailAfterAFailure(String moment, String what) throws Exception {
        relay.at(moment, what);
        for (int i = 0; i < 5; i++) {
            settled(sender.send(Mails.to("li@example.cn")));
        }
        relay.at(moment, moment.equals("greeting") ? "220 welcome" : "250 ok");

        assertThat(get(sender.send(Mails.to("li@example.cn")))).isInstanceOf(Delivery.Accepted.class);
    }

    @Test
    void refusesAMailForAllIfOneRecipientIsRefused() throws Exception {
        relay.at("RCPT", "550 5.1.1 no such user");
        OutboundMail mail = Mails.draft()
                .to("li@example.cn")
                .cc("han@example.cn")
                .bcc("boss@example.com")
                .mail();

        assertThat(get(sender.send(mail))).isInstanceOf(Delivery.Rejected.class);
        assertThat(relay.commands).doesNotContain("DATA");
    }

    @Test
    void namesEachRecipientOnceInTheEnvelopeAndNoHiddenOneInTheHeader() throws Exception {
        OutboundMail mail = Mails.draft()
                .to("li@example.cn", "LI@EXAMPLE.CN")
                .cc("han@例子.中国")
                .bcc("boss@example.com")
                .mail();

        get(sender.send(mail));

        assertThat(relay.commands.stream().filter(line -> line.startsWith("RCPT")))
                .containsExactly(
                        "RCPT TO:<li@example.cn>",
                        "RCPT TO:<han@xn--fsqu00a.xn--fiqs8s>",
                        "RCPT TO:<boss@example.com>");
        assertThat(relay.mails.get(0))
                .contains("Cc: han@xn--fsqu00a.xn--fiqs8s")
                .doesNotContain("boss");
    }

    @Test
    void givesAutomaticMailNoSender() throws Exception {
        get(sender.send(Mails.draft().kind(MailKind.AUTO_REPLY).mail()));

        assertThat(relay.commands.get(1)).startsWith("MAIL FROM:<>");
    }

    @Test
    void keepsTheConnectionForTheNextMailAndOpensNoMoreThanAllowed() throws Exception {
        List<Future<Delivery>> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            sent.add(sender.send(Mails.draft().id(new UUID(7, i)).mail()));
        }

        for (Future<Delivery> delivery : sent) {
            assertThat(get(delivery)).isInstanceOf(Delivery.Accepted.class);
        }
        assertThat(relay.mails).hasSize(40);
        assertThat(relay.mostOpen.get()).isEqualTo(2);
        assertThat(relay.connections.get()).isEqualTo(2);
    }

    @Test
    void connectsAgainWhenTheRelayHasForgottenTheConnection() throws Exception {
        get(sender.send(Mails.to("li@example.cn")));
        relay.at("RSET", ScriptedRelay.CLOSE);

        assertThat(get(sender.send(Mails.to("li@example.cn")))).isInstanceOf(Delivery.Accepted.class);
        assertThat(relay.connections.get()).isEqualTo(2);
    }

    @Test
    void blamesTheOnlyRecipientForAMailboxThatDoesNotExist() throws Exception {
        relay.at("RCPT", "550 5.1.1 no such user");

        Delivery.Rejected one = (Delivery.Rejected) get(sender.send(Mails.to("Gone@Example.cn")));
        Delivery.Rejected many = (Delivery.Rejected)
                get(sender.send(Mails.draft().cc("gone@example.cn").mail()));

        assertThat(one.unreachable()).extracting(Unreachable::address).isEqualTo("gone@example.cn");
        assertThat(many.unreachable()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "李雷@example.cn,recipient: expected an ASCII local part",
        "nobody,recipient: expected an address",
        "'a@example.cn>\r\nDATA',recipient: expected a domain",
        "'\"a b\"@example.cn',recipient: expected a local part"
    })
    void rejectsAnAddressNobodyCanWriteTo(String address, String reason) throws Exception {
        assertThat(get(sender.send(Mails.to(address))))
                .isInstanceOfSatisfying(
                        Delivery.Rejected.class,
                        rejected ->
                                assertThat(rejected.reason()).startsWith(reason).doesNotContain("\n"));
        assertThat(relay.connections.get()).isZero();
    }

    @Test
    void rejectsWhatIsLargerThanAllowedHereOrThere() throws Exception {
        MailFile huge = new MailFile("a", "text/plain", 26L << 20, Optional.empty(), () -> Future.failedFuture("no"));
        relay.at("EHLO", "250-relay.test\r\n250 SIZE 100");

        assertThat(get(sender.send(Mails.draft().files(huge).mail())))
                .isEqualTo(new Delivery.Rejected("files: expected at most 26214400 bytes, found 27262976"));
        assertThat(get(sender.send(Mails.draft().text("word ".repeat(100)).mail())))
                .isEqualTo(new Delivery.Rejected("larger than the relay takes"));
    }

    @Test
    void defersWhenAFileCannotBeRead() throws Exception {
        MailFile lost = new MailFile("a", "text/plain", 1, Optional.empty(), () -> Future.failedFuture("no such file"));

        assertDeferred(get(sender.send(Mails.draft().files(lost).mail())), "not sent: no such file");
        assertThat(get(sender.send(Mails.to("li@example.cn")))).isInstanceOf(Delivery.Accepted.class);
    }

    @Test
    void doublesDotsSoThatATextCannotEndItself() throws Exception {
        get(sender.send(Mails.draft().text("one\n.\nMAIL FROM:<x@y>\n..two\n.").mail()));

        assertThat(relay.mails).singleElement().asString().contains("one\r\n..\r\nMAIL FROM:<x@y>\r\n...two\r\n..\r\n");
        assertThat(relay.commands.toString().toLowerCase(Locale.ROOT)).doesNotContain("x@y");
    }

    private MailSender sender(SendConfig config) {
        return new MailSender(vertx, config, Mails.INBOX, "support", Mails.MARKS);
    }

    private static String rejection(Future<Delivery> sent) throws Exception {
        return ((Delivery.Rejected) get(sent)).reason();
    }

    private static void assertDeferred(Delivery delivery, String reason) {
        assertThat(delivery)
                .isInstanceOfSatisfying(
                        Delivery.Deferred.class,
                        deferred -> assertThat(deferred.reason()).contains(reason));
    }

    private static void settled(Future<?> future) throws Exception {
        get(future.otherwiseEmpty());
    }

    private static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }
}
