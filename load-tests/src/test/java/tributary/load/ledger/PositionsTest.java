package tributary.load.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PositionsTest {

    private final Positions positions = new Positions(7);

    @Test
    void acceptsWhatFollowsWithoutAGap() {
        positions.next(8);
        positions.next(9);

        assertThat(positions.last()).isEqualTo(9);
        assertThat(positions.holes()).isZero();
        assertThat(positions.repeats()).isZero();
    }

    @Test
    void seesAHole() {
        positions.next(8);
        positions.next(10);

        assertThat(positions.holes()).isEqualTo(1);
        assertThat(positions.last()).isEqualTo(10);
    }

    @Test
    void seesAHoleRightAfterTheStart() {
        positions.next(9);

        assertThat(positions.holes()).isEqualTo(1);
    }

    @Test
    void seesARepeatAndStaysWhereItWas() {
        positions.next(8);
        positions.next(8);
        positions.next(7);

        assertThat(positions.repeats()).isEqualTo(2);
        assertThat(positions.last()).isEqualTo(8);
    }
}
