package tributary.connector.sms.smpp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.config.Secret;
import tributary.connector.Arrival;
import tributary.connector.Connector;
import tributary.connector.ConnectorContract;
import tributary.connector.Delivery;
import tributary.connector.Eventually;
import tributary.connector.FakeGateway;
import tributary.connector.Leases;
import tributary.connector.sms.smpp.SmppConfig.ReceiptIds;
import tributary.connector.sms.smpp.pdu.Address;
import tributary.connector.sms.smpp.pdu.Body;
import tributary.connector.sms.smpp.pdu.Command;
import tributary.connector.sms.smpp.pdu.Pdu;
import tributary.connector.sms.smpp.pdu.Status;
import tributary.connector.sms.smpp.pdu.Tlv;
import tributary.connector.sms.text.DataCoding.Usual;
import tributary.connector.sms.text.PhoneNumber;
import tributary.conversation.Author;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessagePartReceived;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.OutboundMessage;

class SmppContractTest extends ConnectorContract {

    private static final String PASSWORD = "secret12";
    private static final Address THEM = new Address(1, 1, "8613800138000");
    private static final Address US = new Address(0, 1, "10690001");
    private static final int WINDOW = 5;

    private final Vertx vertx = Vertx.vertx();
    private final FakeGateway gateway = new FakeGateway(vertx);
    private final ScriptedCentre centre = new ScriptedCentre(vertx);
    private final Set<String> brought = new HashSet<>();
    private int port;
    private Connector connector;

    @BeforeEach
    void start() throws Exception {
        port = get(centre.listen());
        connector = connector(Duration.ofSeconds(30));
        Eventually.becomesTrue(() -> centre.bound() && healthy());
    }

    @AfterEach
    void stop() throws Exception {
        get(connector.stop());
        get(vertx.close());
    }

    private Connector connector(Duration enquireAfter) throws Exception {
        SmppConfig config = new SmppConfig(
                "sms",
                "sms-smpp",
                "127.0.0.1",
                port,
                false,
                "gwuser",
                new Secret(PASSWORD),
                Optional.empty(),
                "10690001",
                null,
                null,
                Usual.GSM7,
                ReceiptIds.SAME,
                WINDOW,
                10_000,
                Duration.ofSeconds(1),
                enquireAfter,
                List.of(),
                Optional.empty(),
                0);
        Connector made = new SmppConnectorFactory().create(gateway.context("sms"), FakeGateway.settings(config));
        get(made.start());
        return made;
    }

    private boolean healthy() {
        return connector.health().succeeded();
    }

    @Override
    protected FakeGateway gateway() {
        return gateway;
    }

    @Override
    protected Connector connector() {
        return connector;
    }

    /** A centre repeats only what was not answered: the first of a pair loses its connection before the answer. */
    @Override
    protected Future<Answer> bring(String id, String text) throws Exception {
        boolean first = brought.add(id);
        if (id.equals("m-3") && first) {
            gateway.inbound.hold();
            centre.ask(Command.DELIVER_SM, text(text));
            Eventually.becomesTrue(() -> gateway.inbound.arrivals().size() == 1);
            int binds = centre.binds.get();
            centre.cut();
            Eventually.becomesTrue(() -> centre.binds.get() > binds && healthy());
            gateway.inbound.release();
            Eventually.becomesTrue(() -> gateway.inbound.stored().size() == 1);
            return Future.succeededFuture(Answer.ACKNOWLEDGED);
        }
        return centre.ask(Command.DELIVER_SM, text(text)).map(SmppContractTest::answer);
    }

    @Override
    protected Future<Answer> bringMalformed() {
        Buffer cut = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 77, text("hello")))
                .getBuffer(0, 30);
        cut.setInt(0, 30);
        return centre.ask(77, cut).map(SmppContractTest::answer);
    }

    private static Answer answer(Pdu pdu) {
        return pdu.status() == Status.OK
                ? Answer.ACKNOWLEDGED
                : pdu.status() == Status.TEMPORARY_ERROR ? Answer.TRY_LATER : Answer.REFUSED;
    }

    @Override
    protected List<String> secrets() {
        return List.of(PASSWORD);
    }

    @Override
    protected OutboundMessage deliverable() {
        return message("您好");
    }

    private static OutboundMessage message(String text) {
        return new OutboundMessage(
                UUID.randomUUID(),
                PhoneNumber.of("+8613800138000").at("sms"),
                Author.agent("Mia"),
                text,
                List.of(),
                null);
    }

    @Test
    void bindsAsATransceiverWithItsNameAndPassword() {
        assertThat(centre.heard.get(0).body()).isEqualTo(new Body.Bind("gwuser", PASSWORD, "", 0x34, Address.NONE));
    }

    @Test
    void theSameWordsTwiceAreTwoMessages() throws Exception {
        get(bring("a", "1"));
        get(bring("b", "1"));

        assertThat(gateway.inbound.stored()).hasSize(2);
    }

    private void boundAgainAfter(Runnable cut) {
        int binds = centre.binds.get();
        cut.run();
        Eventually.becomesTrue(() -> centre.binds.get() > binds && healthy());
    }

    @Test
    void whatIsDeliveredAgainBecauseNobodyReadOurAnswerIsTheSameMessage() throws Exception {
        Buffer delivery = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 7, text("您好")));
        get(centre.ask(7, delivery));

        boundAgainAfter(centre::reset);
        get(centre.ask(7, delivery));

        assertThat(gateway.inbound.stored()).hasSize(1);
    }

    @Test
    void whatIsSaidAgainAfterOurAnswerWasReadIsAnotherMessage() throws Exception {
        Buffer delivery = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 7, text("1")));
        get(centre.ask(7, delivery));
        get(centre.ask(Command.ENQUIRE_LINK, Pdu.NOTHING));

        boundAgainAfter(centre::cut);
        get(centre.ask(7, delivery));

        assertThat(gateway.inbound.stored()).hasSize(2);
    }

    private void anotherHolderBinds() throws Exception {
        connector = connector(Duration.ofSeconds(30));
        Eventually.becomesTrue(() -> centre.bound() && healthy());
    }

    @Test
    void whatTheLastHolderStoredBeforeItDiedIsTheSameMessageAtTheNext() throws Exception {
        Buffer delivery = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 7, text("您好")));
        Buffer writtenLast = get(gateway.state.get("smpp-answers")).orElseThrow();
        get(centre.ask(7, delivery));
        get(connector.stop());
        get(gateway.state.put("smpp-answers", writtenLast));

        anotherHolderBinds();
        get(centre.ask(7, delivery));

        assertThat(gateway.inbound.stored()).hasSize(1);
    }

    @Test
    void whatTheLastHolderCouldNotAnswerIsTheSameMessageAtTheNext() throws Exception {
        Buffer delivery = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 7, text("您好")));
        get(centre.ask(7, delivery));
        boundAgainAfter(centre::reset);
        get(connector.stop());

        anotherHolderBinds();
        get(centre.ask(7, delivery));

        assertThat(gateway.inbound.stored()).hasSize(1);
    }

    @Test
    void whatTheLastHolderWasHeardAboutIsAnotherMessageAtTheNext() throws Exception {
        Buffer delivery = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 7, text("1")));
        get(centre.ask(7, delivery));
        get(centre.ask(Command.ENQUIRE_LINK, Pdu.NOTHING));
        get(connector.stop());

        anotherHolderBinds();
        get(centre.ask(7, delivery));

        assertThat(gateway.inbound.stored()).hasSize(2);
    }

    @Test
    void goesOnWritingItsMemoryDownAfterAWriteThatItDidNotHearOf() throws Exception {
        get(gateway.state.put(
                "smpp-answers", get(gateway.state.get("smpp-answers")).orElseThrow()));

        get(bring("a", "hello"));

        Eventually.becomesTrue(
                () -> gateway.state.read("smpp-answers").result().orElseThrow().version() == 3);
    }

    @Test
    void whatIsBroughtCanBeStoredByTheHolderOfTheLeaseOnly() throws Exception {
        get(bring("a", "hello"));

        assertThat(gateway.inbound.stored().get(0).fence()).contains(new Leases.Fence("smpp-bind", 1));
    }

    @Test
    void submitsAShortTextAsTheSheetHasIt() throws Exception {
        Delivery taken = get(connector.send(deliverable()));

        assertThat(taken).isEqualTo(new Delivery.Accepted("1"));
        Body.Message submitted = centre.submitted().get(0);
        assertThat(submitted)
                .isEqualTo(Body.Message.of(
                        US, THEM, 0, 1, 8, Buffer.buffer("您好".getBytes(StandardCharsets.UTF_16BE)), List.of()));
    }

    @Test
    void submitsALongTextInPartsAndAsksForTheReceiptOfTheLast() throws Exception {
        Delivery taken = get(connector.send(message("a".repeat(200))));

        assertThat(taken).isEqualTo(new Delivery.Accepted("2"));
        assertThat(centre.submitted())
                .extracting(Body.Message::registeredDelivery)
                .containsExactly(0, 1);
        assertThat(centre.submitted()).allMatch(Body.Message::header);
        assertThat(centre.submitted())
                .extracting(
                        part -> part.text().getString(6, part.text().length()).length())
                .containsExactly(153, 47);
        assertThat(HexFormat.of().formatHex(centre.submitted().get(1).text().getBytes(0, 6)))
                .isEqualTo("050003010202");
    }

    @ParameterizedTest
    @ValueSource(ints = {Status.THROTTLED, Status.QUEUE_FULL, Status.SYSTEM_ERROR, Status.TEMPORARY_ERROR})
    void triesLaterWhatTheCentreCannotTakeNow(int status) throws Exception {
        centre.onSubmit = submit -> centre.refuse(submit, status);

        assertThat(get(connector.send(deliverable())))
                .isEqualTo(new Delivery.Deferred(
                        Duration.ofSeconds(2), "the message centre answered " + Status.shown(status)));
    }

    @ParameterizedTest
    @ValueSource(ints = {Status.INVALID_DESTINATION, Status.INVALID_SOURCE, Status.PERMANENT_ERROR, 0x400})
    void givesUpWhatTheCentreWillNeverTake(int status) throws Exception {
        centre.onSubmit = submit -> centre.refuse(submit, status);

        assertThat(get(connector.send(deliverable())))
                .isEqualTo(new Delivery.Rejected("the message centre answered " + Status.shown(status)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void doesNotKnowWithoutAnAnswer(boolean cut) {
        centre.onSubmit = submit -> {
            if (cut) {
                centre.cut();
            }
        };

        assertThat(connector.send(deliverable()).toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(NoAnswerException.class);
        assertThat(centre.submitted()).hasSize(1);
    }

    @Test
    void triesALaterPartAgainButNeverAnEarlierOne() throws Exception {
        List<Integer> refused = new CopyOnWriteArrayList<>();
        centre.onSubmit = submit -> {
            if (centre.submitted().size() == 2) {
                refused.add(submit.sequence());
                centre.refuse(submit, Status.THROTTLED);
            } else {
                centre.accept(submit);
            }
        };

        assertThat(get(connector.send(message("a".repeat(200))))).isEqualTo(new Delivery.Accepted("2"));
        assertThat(refused).hasSize(1);
        assertThat(centre.submitted())
                .extracting(part -> (int) part.text().getByte(5))
                .containsExactly(1, 2, 2);
    }

    @Test
    void keepsItsWindowAndTakesAnswersInAnyOrder() throws Exception {
        List<Pdu> waiting = Collections.synchronizedList(new ArrayList<>());
        centre.onSubmit = waiting::add;
        List<Future<Delivery>> sends = new ArrayList<>();
        for (int i = 0; i < 4 * WINDOW; i++) {
            sends.add(connector.send(message("n" + i)));
        }
        for (int round = 0; round < 4; round++) {
            Eventually.becomesTrue(() -> waiting.size() == WINDOW);
            List<Pdu> now = new ArrayList<>(waiting);
            waiting.clear();
            Collections.reverse(now);
            now.forEach(centre::accept);
        }

        assertThat(get(Future.all(sends)).<Delivery>list())
                .allSatisfy(delivery -> assertThat(delivery).isInstanceOf(Delivery.Accepted.class));
        assertThat(centre.submitted()).hasSize(4 * WINDOW);
    }

    @Test
    void reportsAReceiptUnderTheIdOfTheAnswer() throws Exception {
        Delivery.Accepted taken = (Delivery.Accepted) get(connector.send(deliverable()));
        Body receipt = Body.Message.of(
                THEM,
                US,
                Body.Message.RECEIPT,
                0,
                0,
                Buffer.buffer("id:0001 sub:001 stat:UNDELIV err:034 text:"),
                List.of());

        Pdu first = get(centre.ask(Command.DELIVER_SM, receipt));
        Pdu again = get(centre.ask(Command.DELIVER_SM, receipt));

        assertThat(first.status()).isEqualTo(Status.OK);
        assertThat(again.status()).isEqualTo(Status.OK);
        assertThat(gateway.inbound.stored()).singleElement().satisfies(arrival -> {
            DeliveryReported report = (DeliveryReported) arrival.event();
            assertThat(report.providerId()).isEqualTo(taken.externalId());
            assertThat(report.state()).isEqualTo("failed");
            assertThat(report.reason()).isEqualTo("UNDELIV (err 034)");
            assertThat(get(connector.read(arrival.raw()))).containsExactly(report);
        });
    }

    @Test
    void takesPartsByHeaderByParametersAndByPayload() throws Exception {
        byte[] half = HexFormat.of().parseHex("060804123403020070d83d");
        List<Body> parts = List.of(
                Body.Message.of(
                        THEM,
                        US,
                        0x40,
                        0,
                        0,
                        Buffer.buffer(HexFormat.of().parseHex("050003a70201")).appendString("one"),
                        List.of()),
                Body.Message.of(
                        THEM,
                        US,
                        0,
                        0,
                        0,
                        Buffer.buffer("two"),
                        List.of(
                                Tlv.of(Tlv.SAR_REFERENCE, 0xBEEF, 2),
                                Tlv.of(Tlv.SAR_TOTAL, 2, 1),
                                Tlv.of(Tlv.SAR_NUMBER, 2, 1))),
                Body.Message.of(
                        THEM,
                        US,
                        0x40,
                        0,
                        8,
                        Buffer.buffer(),
                        List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, Buffer.buffer(half)))),
                new Body.Data("", THEM, US, 0, 0, 0, List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, Buffer.buffer("whole")))));
        for (Body part : parts) {
            Command command = part instanceof Body.Data ? Command.DATA_SM : Command.DELIVER_SM;
            assertThat(get(centre.ask(command, part)).status()).isEqualTo(Status.OK);
        }

        List<ConversationEvent> events =
                gateway.inbound.stored().stream().map(Arrival::event).toList();
        assertThat(events.subList(0, 3))
                .extracting(event ->
                        ((MessagePartReceived) event).assembly() + "#" + ((MessagePartReceived) event).number())
                .containsExactly("udh8:167:2#1", "sar:48879:2#2", "udh16:4660:3#2");
        assertThat(((MessagePartReceived) events.get(2)).codeUnits()).endsWith("d83d");
        assertThat(((MessageReceived) events.get(3)).text()).isEqualTo("whole");
        for (Arrival arrival : gateway.inbound.stored()) {
            assertThat(get(connector.read(arrival.raw()))).containsExactly(arrival.event());
        }
    }

    @Test
    void showsOctetsThatAreNoText() throws Exception {
        Body binary = Body.Message.of(THEM, US, 0, 0, 4, Buffer.buffer(new byte[] {1, 2, (byte) 0xFF}), List.of());

        get(centre.ask(Command.DELIVER_SM, binary));

        assertThat(((MessageReceived) gateway.inbound.stored().get(0).event()).text())
                .isEqualTo("[binary message of 3 octets: 0102ff]");
    }

    @Test
    void readsPdusHoweverTheyArrive() throws Exception {
        Buffer octets = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 5, text("slow")));
        Future<Pdu> slow = centre.ask(5, Buffer.buffer());
        for (int i = 0; i < octets.length(); i++) {
            centre.write(octets.getBuffer(i, i + 1));
        }
        assertThat(get(slow).status()).isEqualTo(Status.OK);
        Future<Pdu> second = centre.ask(7, Buffer.buffer());
        Buffer two = ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 6, text("one frame")))
                .appendBuffer(ScriptedCentre.octets(Pdu.request(Command.DELIVER_SM, 7, text("two frames"))));
        centre.write(two);

        assertThat(get(second).status()).isEqualTo(Status.OK);
        Eventually.becomesTrue(() -> gateway.inbound.stored().size() == 3);
    }

    @Test
    void refusesAnUnknownCommandAndGoesOn() throws Exception {
        Buffer unknown = Buffer.buffer(HexFormat.of().parseHex("000000100000077700000000000000aa"));

        Pdu nack = get(centre.ask(0xaa, unknown));

        assertThat(nack).isEqualTo(Pdu.nack(Status.INVALID_COMMAND_ID, 0xaa));
        assertThat(get(bring("after", "still here"))).isEqualTo(Answer.ACKNOWLEDGED);
    }

    @Test
    void leavesALineWhoseFramesCannotBeFoundAndBindsAgain() throws Exception {
        Pdu nack = get(centre.ask(0xab, Buffer.buffer(HexFormat.of().parseHex("0000000f0000000500000000000000ab"))));

        assertThat(nack).isEqualTo(Pdu.nack(Status.INVALID_COMMAND_LENGTH, 0xab));
        Eventually.becomesTrue(() -> centre.binds.get() == 2 && healthy());
    }

    @Test
    void answersAnEnquiryAndTestsASilentLine() throws Exception {
        assertThat(get(centre.ask(Command.ENQUIRE_LINK, Pdu.NOTHING)).command()).isEqualTo(Command.ENQUIRE_LINK_RESP);
        get(connector.stop());
        connector = connector(Duration.ofMillis(50));
        Eventually.becomesTrue(() -> centre.count(Command.ENQUIRE_LINK) >= 3);
        int before = centre.binds.get();

        centre.answersEnquiries = false;

        Eventually.becomesTrue(() -> centre.binds.get() > before);
    }

    @Test
    void comesBackAfterTheCentreUnbindsIt() throws Exception {
        assertThat(get(centre.ask(Command.UNBIND, Pdu.NOTHING)).command()).isEqualTo(Command.UNBIND_RESP);

        Eventually.becomesTrue(() -> centre.binds.get() == 2 && healthy());
        assertThat(get(bring("x", "hello again"))).isEqualTo(Answer.ACKNOWLEDGED);
    }

    @Test
    void stopsKnockingWhenItIsRefusedThreeTimes() throws Exception {
        centre.bindStatus = Status.INVALID_PASSWORD;
        centre.cut();
        Eventually.becomesTrue(() -> centre.binds.get() == 4);
        Eventually.becomesTrue(() -> gateway.meters
                        .counter(BoundLine.BINDS, "inbox", "sms", "outcome", "refused")
                        .count()
                == 3);

        Delivery delivery = get(connector.send(deliverable()));

        assertThat(delivery)
                .isEqualTo(new Delivery.Deferred(
                        Duration.ofSeconds(2), "the message centre refuses to bind us: 0x0000000E"));
        assertThat(connector.health().failed()).isTrue();
    }

    @Test
    void leavesTheAccountToTheNodeThatHasIt() throws Exception {
        Connector second = connector(Duration.ofSeconds(30));

        Delivery delivery = get(second.send(deliverable()));

        assertThat(delivery).isInstanceOf(Delivery.Deferred.class);
        assertThat(centre.binds.get()).isEqualTo(1);
        assertThat(second.sendsHere()).isFalse();
        assertThat(connector.sendsHere()).isTrue();
        gateway.leases.lose("smpp-bind");
        Eventually.becomesTrue(() -> centre.binds.get() == 2);
        get(second.stop());
    }

    @Test
    void whatStillComesAfterTheLeaseWasLostIsLeftToTheNodeThatHasIt() throws Exception {
        centre.onSubmit = unanswered -> {};
        Future<Delivery> keepsTheSessionOpen = connector.send(deliverable());
        Eventually.becomesTrue(() -> centre.submitted().size() == 1);

        gateway.leases.lose("smpp-bind");
        Pdu answer = get(centre.ask(Command.DELIVER_SM, text("late")));

        assertThat(answer.status()).isEqualTo(Status.TEMPORARY_ERROR);
        assertThat(gateway.inbound.stored()).isEmpty();
        assertThat(keepsTheSessionOpen.toCompletionStage().toCompletableFuture())
                .failsWithin(Duration.ofSeconds(10));
    }

    @Test
    void submitsNothingToWhomHasSaidStop() throws Exception {
        get(bring("a", "退订"));

        assertThat(get(connector.send(deliverable())))
                .isInstanceOfSatisfying(
                        Delivery.Rejected.class, no -> assertThat(no.reason()).contains("STOP"));
        assertThat(centre.submitted()).isEmpty();
    }

    @Test
    void unbindsWhenItStops() throws Exception {
        get(connector.stop());

        assertThat(centre.count(Command.UNBIND)).isEqualTo(1);
    }

    private static Body.Message text(String text) {
        return Body.Message.of(THEM, US, 0, 0, 8, Buffer.buffer(text.getBytes(StandardCharsets.UTF_16BE)), List.of());
    }
}
