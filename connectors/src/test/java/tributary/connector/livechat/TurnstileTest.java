package tributary.connector.livechat;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class TurnstileTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Context loop = vertx.getOrCreateContext();

    @AfterEach
    void close() throws Exception {
        Widget.get(vertx.close());
    }

    @Test
    void manyWhoComeAtOnceEnterInOrderAFewAtATurn() throws Exception {
        List<Integer> entered = new ArrayList<>();
        List<Integer> atOnce = onLoop(turnstile -> {
            IntStream.range(0, 30)
                    .forEach(i -> assertThat(turnstile.pass(waiting, () -> entered.add(i)))
                            .isTrue());
            assertThat(waiting).hasValue(26);
            return List.copyOf(entered);
        });
        assertThat(atOnce).containsExactly(0, 1, 2, 3);
        List<Integer> all = waitFor(entered, 30);
        assertThat(all).containsExactlyElementsOf(IntStream.range(0, 30).boxed().toList());
        assertThat(waiting).hasValue(0);
    }

    @Test
    void whoComesAfterwardsDoesNotOvertakeTheLine() throws Exception {
        List<String> entered = new ArrayList<>();
        onLoop(turnstile -> {
            IntStream.range(0, Turnstile.EACH_TURN).forEach(i -> turnstile.pass(waiting, () -> entered.add("first")));
            IntStream.range(0, Turnstile.EACH_TURN)
                    .forEach(i -> turnstile.pass(waiting, () -> {
                        entered.add("waited");
                        turnstile.pass(waiting, () -> entered.add("late"));
                    }));
            return true;
        });
        List<String> all = waitFor(entered, 3 * Turnstile.EACH_TURN);
        assertThat(all.subList(Turnstile.EACH_TURN, 2 * Turnstile.EACH_TURN)).containsOnly("waited");
        assertThat(all.subList(2 * Turnstile.EACH_TURN, all.size())).containsOnly("late");
    }

    @Test
    void aLineThatIsTooLongTakesNobodyMore() throws Exception {
        boolean more = onLoop(turnstile -> {
            IntStream.range(0, Turnstile.EACH_TURN + Turnstile.LONGEST_LINE)
                    .forEach(i -> turnstile.pass(waiting, () -> {}));
            return turnstile.pass(waiting, () -> {
                throw new AssertionError("was refused");
            });
        });
        assertThat(more).isFalse();
    }

    private <T> T onLoop(Use<T> use) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.runOnContext(on -> {
            try {
                result.complete(use.of(new Turnstile(vertx)));
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get();
    }

    private <T> List<T> waitFor(List<T> entered, int count) throws Exception {
        CompletableFuture<List<T>> result = new CompletableFuture<>();
        loop.runOnContext(on -> look(entered, count, result));
        return result.get(20, TimeUnit.SECONDS);
    }

    private <T> void look(List<T> entered, int count, CompletableFuture<List<T>> result) {
        if (entered.size() >= count) {
            result.complete(List.copyOf(entered));
        } else {
            vertx.setTimer(1, id -> look(entered, count, result));
        }
    }

    private interface Use<T> {
        T of(Turnstile turnstile) throws Exception;
    }
}
