package tributary.gateway.provider;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jsmpp.bean.OptionalParameter;
import org.jsmpp.bean.SubmitSm;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tributary.gateway.RealNode;
import tributary.gateway.TestNode;

/** A whole node bound to a message centre made of jSMPP: each side's PDUs are read by code that is not its own. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecondCentreIT {

    private static final int WHOLE = 0;
    private static final int RECEIPT = 0x04;
    private static final int HEADER = 0x40;
    private static final int GSM = 0;
    private static final int UCS2 = 8;

    private final List<SubmitSm> submitted = new CopyOnWriteArrayList<>();
    private final AtomicInteger ids = new AtomicInteger(0x7F3A00);
    private SecondCentre centre;
    private RealNode node;

    @BeforeAll
    void binds(@TempDir Path folder) throws Exception {
        int port = RealNode.freePort();
        centre = new SecondCentre(port);
        centre.takes((message, session) -> {
            submitted.add(message);
            return Integer.toHexString(ids.incrementAndGet());
        });
        node = RealNode.start(
                folder, """
                - name: sms
                  connector: sms-smpp
                  host: 127.0.0.1
                  port: %d
                  system-id: %s
                  password: %s
                  number: "%s"
                """.formatted(port, SecondCentre.SYSTEM_ID, SecondCentre.PASSWORD, SecondCentre.NUMBER));
        TestNode.eventually(() -> centre.binds() == 1);
    }

    @AfterAll
    void stops() throws Exception {
        node.close();
        centre.close();
    }

    @Test
    void takesTextsOfBothAlphabetsAndTextInAParameter() throws Exception {
        String from = "8613800000001";

        centre.deliver(
                from,
                WHOLE,
                GSM,
                "plain @ {text}"
                        .replace("@", "\0")
                        .replace("{", "\u001b(")
                        .replace("}", "\u001b)")
                        .getBytes(US_ASCII));
        centre.deliver(from, WHOLE, UCS2, "您好 😀".getBytes(UTF_16BE));
        centre.deliver(
                from,
                WHOLE,
                UCS2,
                new byte[0],
                new OptionalParameter.Message_payload("很长的话".repeat(50).getBytes(UTF_16BE)));

        TestNode.eventually(() -> texts(from).size() == 3);
        assertThat(texts(from)).containsExactly("plain @ {text}", "您好 😀", "很长的话".repeat(50));
        assertThat(node.count("ticket t join message m on m.ticket_id = t.id where m.text = '您好 😀'"))
                .isOne();
    }

    @Test
    void joinsPartsThatComeFromTheEndByHeaderAndByParameters() throws Exception {
        String from = "8613800000002";

        centre.deliver(from, HEADER, UCS2, part(2, "第二段"));
        centre.deliver(from, HEADER, UCS2, part(1, "第一段"));
        centre.deliver(from, WHOLE, GSM, "SAR two".getBytes(US_ASCII), sar(2));
        centre.deliver(from, WHOLE, GSM, "SAR one ".getBytes(US_ASCII), sar(1));

        TestNode.eventually(() -> texts(from).size() == 2);
        assertThat(texts(from)).containsExactly("第一段第二段", "SAR one SAR two");
    }

    @Test
    void submitsWhatTheOtherSideReadsAndBelievesItsReceiptsInTextAndInParameters() throws Exception {
        String from = "8613800000003";
        long ticket = ask(from);

        String first = answered(ticket, "Your order: 25€", "25");
        String second = answered(ticket, "您的订单", "您的");
        centre.deliver(from, RECEIPT, GSM, receipt(first, "DELIVRD").getBytes(US_ASCII));
        centre.deliver(
                from,
                RECEIPT,
                GSM,
                "no words".getBytes(US_ASCII),
                new OptionalParameter.Receipted_message_id(second),
                new OptionalParameter.Message_state((byte) 5));

        TestNode.eventually(() ->
                state("Your order: 25€").equals("delivered") && state("您的订单").equals("failed"));
    }

    @Test
    void submitsALongTextInPartsThatTheOtherSideCanJoin() throws Exception {
        long ticket = ask("8613800000004");
        int before = submitted.size();
        String text = "这是一段很长的话。".repeat(20);

        node.reply(ticket, text).get();

        TestNode.eventually(() -> submitted.size() == before + 3);
        StringBuilder joined = new StringBuilder();
        for (SubmitSm part : submitted.subList(before, before + 3)) {
            byte[] octets = part.getShortMessage();
            assertThat(part.isUdhi()).isTrue();
            assertThat(octets).startsWith(5, 0, 3).hasSizeLessThanOrEqualTo(140);
            assertThat(octets[4]).isEqualTo((byte) 3);
            joined.append(new String(octets, 6, octets.length - 6, UTF_16BE));
        }
        assertThat(joined).hasToString(text);
    }

    @Test
    void keepsAMessageOnceThatIsDeliveredAgainAfterACutConnection() throws Exception {
        String from = "8613800000005";
        centre.deliver(from, "before");
        TestNode.eventually(() -> texts(from).size() == 1);
        int binds = centre.binds();
        node.run("begin; lock table journal_key in access exclusive mode");

        try {
            CompletableFuture<Void> delivery = CompletableFuture.runAsync(() -> deliver(from, "after the cut"));
            TestNode.eventually(() -> node.count("pg_locks where not granted") > 0);
            centre.session().close();
            assertThatThrownBy(() -> delivery.get(60, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(IllegalStateException.class);
        } finally {
            node.run("rollback");
        }
        TestNode.eventually(() -> centre.binds() > binds);
        deliver(from, "after the cut");
        deliver(from, "1");
        deliver(from, "1");

        TestNode.eventually(() -> texts(from).contains("1") && node.count("journal_pending") == 0);
        assertThat(texts(from)).containsExactly("before", "after the cut", "1", "1");
        assertThat(node.count("ticket where id in (select ticket_id from message where text = 'after the cut')"))
                .isOne();
    }

    private void deliver(String from, String text) {
        try {
            centre.deliver(from, text);
        } catch (Exception unanswered) {
            throw new IllegalStateException(unanswered);
        }
    }

    private long ask(String from) throws Exception {
        centre.deliver(from, "question of " + from);
        String number =
                "select t.number from message m join ticket t on t.id = m.ticket_id where m.text = 'question of " + from
                        + "'";
        TestNode.eventually(() -> !node.rows(number).isEmpty());
        return Long.parseLong(node.rows(number).get(0).get(0));
    }

    /** Answers the id that the centre gave; the text must arrive in the coding that it says. */
    private String answered(long ticket, String text, String beginning) throws Exception {
        int before = submitted.size();
        node.reply(ticket, text).get();
        TestNode.eventually(() -> submitted.size() == before + 1 && state(text).equals("sent"));
        SubmitSm message = submitted.get(before);
        boolean wide = message.getDataCoding() == UCS2;
        String read = new String(message.getShortMessage(), wide ? UTF_16BE : US_ASCII);
        assertThat(wide).isEqualTo(text.startsWith("您"));
        assertThat(read).contains(beginning);
        return Integer.toHexString(ids.get());
    }

    private String state(String text) {
        List<List<String>> found = node.rows(
                "select o.state from outbox o join message m on m.id = o.message_id where m.text = '" + text + "'");
        return found.isEmpty() ? "" : found.get(0).get(0);
    }

    private List<String> texts(String from) {
        return node
                .rows(
                        "select m.text from message m join ticket t on t.id = m.ticket_id join party p on p.id = t.party_id"
                                + " join identity i on i.id = p.identity_id where i.value = '+" + from
                                + "' and m.direction = 'inbound' order by m.seq")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    private static byte[] part(int number, String text) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(new byte[] {5, 0, 3, (byte) 0xA7, 2, (byte) number});
        part.writeBytes(text.getBytes(UTF_16BE));
        return part.toByteArray();
    }

    private static OptionalParameter[] sar(int number) {
        return new OptionalParameter[] {
            new OptionalParameter.Sar_msg_ref_num((short) 0x1EEF),
            new OptionalParameter.Sar_total_segments((byte) 2),
            new OptionalParameter.Sar_segment_seqnum((byte) number)
        };
    }

    private static String receipt(String id, String word) {
        return "id:" + id + " sub:001 dlvrd:001 submit date:2601010800 done date:2601010801 stat:" + word
                + " err:000 text:";
    }
}
