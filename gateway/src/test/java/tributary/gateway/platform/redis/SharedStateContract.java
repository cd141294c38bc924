package tributary.gateway.platform.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tributary.gateway.TestNode;

/** What every shared state does, in memory or in Redis. */
abstract class SharedStateContract {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(50);

    private final String key = "test:" + UUID.randomUUID();

    abstract SharedState state();

    @Test
    void countsWithinAWindow() {
        assertThat(await(state().count(key, LONG)).number()).isEqualTo(1);
        SharedState.Count second = await(state().count(key, LONG));

        assertThat(second.number()).isEqualTo(2);
        assertThat(second.left()).isBetween(Duration.ofMinutes(4), LONG);
    }

    @Test
    void countsAnewAfterTheWindow() {
        await(state().count(key, SHORT));

        TestNode.eventually(() -> await(state().get(key)).isEmpty());

        assertThat(await(state().count(key, LONG)).number()).isEqualTo(1);
    }

    @Test
    void keepsAValueForItsLife() {
        await(state().put(key, "值", LONG));

        assertThat(await(state().get(key))).contains("值");
    }

    @Test
    void forgetsAValueWhoseLifeEnded() {
        await(state().put(key, "v", SHORT));

        TestNode.eventually(() -> await(state().get(key)).isEmpty());
    }

    @Test
    void aNewValueReplacesTheOldOneAndItsLife() {
        await(state().put(key, "old", SHORT));
        await(state().put(key, "new", LONG));

        assertThat(await(state().get(key))).contains("new");
    }

    @Test
    void removes() {
        await(state().put(key, "v", LONG));
        await(state().remove(key));

        assertThat(await(state().get(key))).isEmpty();
    }

    @Test
    void oneOfManyClaimsAName() {
        assertThat(await(state().claim(key, "a", LONG))).isTrue();
        assertThat(await(state().claim(key, "b", LONG))).isFalse();

        await(state().remove(key));

        assertThat(await(state().claim(key, "b", LONG))).isTrue();
    }

    @Test
    void aClaimEndsByItself() {
        await(state().claim(key, "a", SHORT));

        TestNode.eventually(() -> await(state().claim(key, "b", LONG)));
    }

    @Test
    void aGroupHasItsLivingMembers() {
        await(state().join(key, "a", LONG));
        await(state().join(key, "b", LONG));
        await(state().join(key, "c", LONG));
        await(state().leave(key, "c"));

        assertThat(await(state().members(key))).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void aMemberThatDoesNotRenewIsOut() {
        await(state().join(key, "a", SHORT));
        await(state().join(key, "b", LONG));

        TestNode.eventually(() -> !await(state().members(key)).contains("a"));

        assertThat(await(state().members(key))).containsExactly("b");
    }

    @Test
    void anUnknownGroupIsEmpty() {
        assertThat(await(state().members(key))).isEmpty();
    }

    @Test
    void aStreamIsReadInTheOrderOfItsPlacesFromOneOfThemOn() {
        await(state().append(key, 9, "nine", 10, LONG));
        await(state().append(key, 10, "ten", 10, LONG));
        await(state().append(key, 8, "acht 八", 10, LONG));

        assertThat(await(state().from(key, 0, 10))).containsExactly("acht 八", "nine", "ten");
        assertThat(await(state().from(key, 9, 10))).containsExactly("nine", "ten");
        assertThat(await(state().from(key, 0, 2))).containsExactly("acht 八", "nine");
        assertThat(await(state().from(key, 11, 10))).isEmpty();
    }

    @Test
    void aStreamKeepsTheSameValueAtEachPlaceAndTheSamePlaceOnce() {
        await(state().append(key, 1, "same", 10, LONG));
        await(state().append(key, 2, "same", 10, LONG));
        await(state().append(key, 2, "same", 10, LONG));

        assertThat(await(state().from(key, 1, 10))).containsExactly("same", "same");
    }

    @Test
    void aStreamForgetsItsOldestValuesFirst() {
        for (long place = 1; place <= 20; place++) {
            await(state().append(key, place, "v" + place, 3, LONG));
        }

        assertThat(await(state().from(key, 0, 100))).containsExactly("v18", "v19", "v20");
    }

    @Test
    void aStreamEndsWhenNothingIsAddedForItsLife() {
        await(state().append(key, 1, "v", 10, SHORT));

        TestNode.eventually(() -> await(state().from(key, 0, 10)).isEmpty());
    }

    @Test
    void addingToAStreamLengthensItsLife() {
        await(state().append(key, 1, "first", 10, SHORT));
        await(state().append(key, 2, "second", 10, LONG));
        String marker = key + ":marker";
        await(state().put(marker, "v", SHORT));

        TestNode.eventually(() -> await(state().get(marker)).isEmpty());

        assertThat(await(state().from(key, 2, 10))).containsExactly("second");
    }

    @Test
    void anUnknownStreamIsEmpty() {
        assertThat(await(state().from(key, 0, 10))).isEmpty();
    }

    @Test
    void answersAPing() {
        assertThat(state().ping()).satisfies(answer -> await(answer));
    }
}
