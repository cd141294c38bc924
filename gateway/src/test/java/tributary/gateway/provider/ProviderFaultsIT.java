package tributary.gateway.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jsmpp.bean.SubmitSm;
import org.jsmpp.extra.ProcessRequestException;
import org.jsmpp.session.SMPPServerSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.gateway.RealNode;
import tributary.gateway.provider.Plan.Act;
import tributary.gateway.provider.Plan.Try;

/**
 * Law 7 for 1,000 messages of four channels through the outbox and dispatcher of a whole node: whatever a provider does,
 * nothing reaches it twice, and what the ticket says became of a message is true. {@code -Dtributary.seed=N} repeats a run,
 * and {@code -Dtributary.people=N} makes it longer: each provider gets two replies to each of so many people.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProviderFaultsIT {

    private static final int PEOPLE = Integer.getInteger("tributary.people", 125);
    private static final int EACH = 2;
    private static final int TRIALS = PEOPLE * EACH;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(3);
    private static final long TIMEOUT_MS = 400;

    private static final Map<Act, Integer> USUAL = Map.of(
            Act.TAKE, 40,
            Act.TAKE_AND_FAIL, 8,
            Act.TAKE_AND_CLOSE, 8,
            Act.TAKE_AND_BE_SILENT, 4,
            Act.FAIL, 8,
            Act.CLOSE, 8,
            Act.LATER, 8,
            Act.BUSY, 8,
            Act.REFUSE, 8);

    /** An answer is awaited for 15 s, which is too long for here: the same as a connection that ends. */
    private static final Map<Act, Integer> WITHOUT_SILENCE = without(Act.TAKE_AND_BE_SILENT);

    /** A cut takes all that are on their way with it. */
    private static final Map<Act, Integer> ON_ONE_LINE = Map.of(
            Act.TAKE, 640,
            Act.TAKE_AND_CLOSE, 3,
            Act.TAKE_AND_BE_SILENT, 60,
            Act.LATER, 80,
            Act.BUSY, 80,
            Act.FAIL, 60,
            Act.REFUSE, 77);

    private final long seed = Long.getLong("tributary.seed", System.nanoTime());
    private final Map<String, Plan> plans = Map.of(
            "twilio", new Plan(seed, USUAL),
            "vonage", new Plan(seed + 1, USUAL),
            "wechat", new Plan(seed + 2, WITHOUT_SILENCE),
            "smpp", new Plan(seed + 3, ON_ONE_LINE));
    private final Vertx vertx = Vertx.vertx();
    private RealNode node;
    private SecondCentre centre;

    @BeforeAll
    void sendsEverythingOnce(@TempDir Path folder) throws Exception {
        System.out.println("faults of providers by seed " + seed);
        int port = RealNode.freePort();
        centre = new SecondCentre(port);
        centre.takes(this::submitted);
        node = RealNode.start(folder, inboxes(new FaultyApi(vertx, plans).listen(), port));
        await("the bind", () -> centre.binds() > 0);
        new Customers(node).write(PEOPLE, centre);
        await("the tickets", () -> node.count("ticket") == 4L * PEOPLE);
        reply();
        await("the outbox", () -> node.count("outbox where state in ('queued', 'leased', 'sending')") == 0);
    }

    @AfterAll
    void stops() throws Exception {
        node.close();
        centre.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @ParameterizedTest
    @ValueSource(strings = {"twilio", "vonage", "wechat", "smpp"})
    void nothingReachesAProviderTwiceAndEveryWordAboutItIsTrue(String inbox) {
        Map<String, Integer> outcomes = new HashMap<>();
        List<List<String>> messages =
                node.rows("select m.text, o.state from outbox o join message m on m.id = o.message_id"
                        + " join inbox i on i.id = o.inbox_id where i.name = '" + inbox + "'");
        for (List<String> message : messages) {
            judge(message.get(0), message.get(1), plans.get(inbox).tries(message.get(0)));
            outcomes.merge(message.get(1), 1, Integer::sum);
        }

        assertThat(messages).hasSize(TRIALS);
        assertThat(outcomes).containsKeys("sent", "failed", "unknown").hasSize(3);
        System.out.println("seed " + seed + ", " + inbox + ": " + outcomes);
    }

    private void judge(String text, String state, List<Try> tries) {
        String what = text + ", which is " + state + " after " + tries + ", seed " + seed;
        if (tries.isEmpty()) {
            // The line was cut while it was on its way, and nobody can know that it was not read.
            assertThat(state).as(what).isEqualTo("unknown");
            return;
        }
        Act last = tries.get(tries.size() - 1).act();
        long taken = tries.stream().filter(one -> one.act().taken()).count();
        assertThat(taken).as(what).isLessThanOrEqualTo(1);
        assertThat(tries.subList(0, tries.size() - 1))
                .as(what)
                .allMatch(one -> one.act().notNow());
        switch (state) {
            case "sent" -> assertThat(last).as(what).isEqualTo(Act.TAKE);
            case "failed" -> assertThat(last).as(what).isEqualTo(Act.REFUSE);
            // An answer may have come too late, or been lost with the line.
            default -> assertThat(state).as(what).isEqualTo("unknown");
        }
        if (last.notNow()) {
            assertThat(state).as(what).isEqualTo("unknown");
        }
        for (int i = 1; i < tries.size(); i++) {
            boolean told = tries.get(i - 1).act() == Act.LATER && !text.startsWith("smpp");
            long least = told ? TimeUnit.SECONDS.toNanos(FaultyApi.RETRY_AFTER_SECONDS) : 0;
            assertThat(tries.get(i).at() - tries.get(i - 1).at()).as(what).isGreaterThanOrEqualTo(least);
        }
    }

    private void reply() {
        List<List<String>> tickets =
                node.rows("select t.number, i.name from ticket t join inbox i on i.id = t.inbox_id order by t.number");
        List<CompletableFuture<String>> written = new ArrayList<>();
        for (int n = 0; n < EACH; n++) {
            for (List<String> ticket : tickets) {
                written.add(node.reply(Long.parseLong(ticket.get(0)), ticket.get(1) + " " + ticket.get(0) + " " + n)
                        .thenApply(answer -> answer.statusCode() == 201 ? "" : answer.body()));
                if (written.size() % 64 == 0) {
                    written.forEach(one -> assertThat(one.join()).isEmpty());
                }
            }
        }
        written.forEach(one -> assertThat(one.join()).isEmpty());
    }

    /** jSMPP gives a thread to each message: an answer that is too late is one that waits here. */
    private String submitted(SubmitSm submit, SMPPServerSession session) throws ProcessRequestException {
        Act act = plans.get("smpp").next(new String(submit.getShortMessage(), StandardCharsets.US_ASCII));
        switch (act) {
            case LATER -> throw new ProcessRequestException("throttled", 0x58);
            case BUSY -> throw new ProcessRequestException("queue full", 0x14);
            case REFUSE -> throw new ProcessRequestException("invalid destination", 0x0B);
            case TAKE_AND_CLOSE, CLOSE -> session.close();
            case TAKE_AND_BE_SILENT, FAIL -> LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2 * TIMEOUT_MS));
            default -> {}
        }
        return Integer.toHexString(submit.getSequenceNumber());
    }

    private static Map<Act, Integer> without(Act act) {
        Map<Act, Integer> weights = new HashMap<>(USUAL);
        weights.remove(act);
        return weights;
    }

    private static void await(String what, java.util.function.BooleanSupplier state) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!state.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError(what + " is still awaited");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String inboxes(int api, int centre) {
        return """
                - name: twilio
                  connector: sms-webhook
                  provider: twilio
                  account: %s
                  secret: %s
                  number: "+15005550006"
                  api-base: http://127.0.0.1:%d
                  back-fill: 0s
                  timeout: %dms
                - name: vonage
                  connector: sms-webhook
                  provider: vonage
                  account: abcd1234
                  secret: a-secret
                  signature-secret: %s
                  number: "447700900001"
                  api-base: http://127.0.0.1:%d
                  timeout: %dms
                - name: wechat
                  connector: wechat
                  app-id: wx0123456789abcdef
                  app-secret: a-secret
                  token: %s
                  mode: plain
                  api-base: http://127.0.0.1:%d
                - name: smpp
                  connector: sms-smpp
                  host: 127.0.0.1
                  port: %d
                  system-id: %s
                  password: %s
                  number: "%s"
                  window: 50
                  rate: 10000
                  response-timeout: %dms
                """.formatted(
                        Customers.TWILIO_ACCOUNT,
                        Customers.TWILIO_TOKEN,
                        api,
                        TIMEOUT_MS,
                        Customers.VONAGE_SECRET,
                        api,
                        TIMEOUT_MS,
                        Customers.WECHAT_TOKEN,
                        api,
                        centre,
                        SecondCentre.SYSTEM_ID,
                        SecondCentre.PASSWORD,
                        SecondCentre.NUMBER,
                        TIMEOUT_MS);
    }
}
