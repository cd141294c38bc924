package tributary.load.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {

    @Test
    void theMedianOfThreeIsTheMiddleOneWhateverTheOrder() {
        assertThat(Spread.of(9, 1, 4)).isEqualTo(new Spread(1, 4, 9));
    }

    @Test
    void theMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo() {
        assertThat(Spread.of(4, 1, 2, 10).median()).isEqualTo(3);
    }

    @Test
    void thereIsNoMedianOfNothing() {
        assertThatIllegalArgumentException().isThrownBy(Spread::of);
    }

    @Test
    void theRatioIsTakenInsideEachRoundAndThenTheMedian() {
        Report report = report(
                run("ours", 1, 10),
                run("bare", 1, 5),
                run("ours", 2, 90),
                run("bare", 2, 30),
                run("ours", 3, 8),
                run("bare", 3, 8));

        assertThat(report.ratio("p99 ms")).contains(new Spread(1, 2, 3));
        assertThat(report.spread("ours", "p99 ms")).contains(new Spread(8, 10, 90));
    }

    @Test
    void thereIsNoRatioForACountNorWithoutTheOtherSide() {
        Run ours = new Run("ours", 1, List.of(new Figure("sent", 5, false), new Figure("p99 ms", 3, true)), List.of());
        Run bare = new Run("bare", 1, List.of(new Figure("sent", 5, false)), List.of());

        Report report = report(ours, bare);

        assertThat(report.ratio("sent")).isEmpty();
        assertThat(report.ratio("p99 ms")).isEmpty();
        assertThat(report.spread("bare", "p99 ms")).isEmpty();
    }

    @Test
    void namesTheRunThatBrokeAPromise() {
        Run broken = new Run("ours", 2, List.of(), List.of("3 messages lost"));

        Report report = report(run("ours", 1, 1), broken);

        assertThat(report.violations()).containsExactly("round 2, ours: 3 messages lost");
        assertThat(Table.of(report)).contains("BROKEN PROMISES").contains("round 2, ours: 3 messages lost");
    }

    @Test
    void theTableShowsBothSidesAndTheRatio() {
        Report report = report(run("ours", 1, 12), run("bare", 1, 8));

        assertThat(Table.of(report).lines().filter(line -> line.startsWith("p99 ms")))
                .singleElement()
                .satisfies(line -> assertThat(line.split(" +")).endsWith("12", "8", "1.50"));
    }

    @Test
    void theJsonHoldsEveryRun() {
        Report report = report(run("ours", 1, 12), run("bare", 1, 8));

        assertThat(ReportJson.of(report).getJsonArray("runs")).hasSize(2);
        assertThat(ReportJson.of(report)
                        .getJsonObject("ratios")
                        .getJsonObject("p99 ms")
                        .getDouble("median"))
                .isEqualTo(1.5);
    }

    private static Report report(Run... runs) {
        return new Report("street", "few", "ours", "bare", List.of(runs));
    }

    private static Run run(String side, int round, double value) {
        return new Run(side, round, List.of(new Figure("p99 ms", value, true)), List.of());
    }
}
