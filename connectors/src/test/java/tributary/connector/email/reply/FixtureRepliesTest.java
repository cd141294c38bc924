package tributary.connector.email.reply;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails of other projects, and ours, whose reply is known. The figures are written to {@code target}. */
class FixtureRepliesTest {
    private static final double ENOUGH = 0.95;

    static Stream<FixtureMail> mails() {
        return FixtureMail.all().stream();
    }

    /** In either direction a change is seen: a mail newly wrong, and a mail newly right. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("mails")
    void findsTheReplyUnlessKnownToBeWrong(FixtureMail mail) {
        String found = squeezed(mail.spans().reply());

        if (knownWrong().contains(mail.file())) {
            assertThat(found).isNotEqualTo(squeezed(mail.expected()));
        } else {
            assertThat(found).isEqualTo(squeezed(mail.expected()));
        }
    }

    @Test
    void findsNearlyAllEnglishAndChineseReplies() throws IOException {
        List<FixtureMail> both = mails().filter(
                        mail -> mail.language().equals("en") || mail.language().equals("zh"))
                .toList();

        String table = table("by folder", FixtureMail::folder) + table("by language", FixtureMail::language);
        Files.writeString(Path.of("target", "reply-fixtures.txt"), table);
        System.out.print(table);

        assertThat(both.stream().filter(FixtureRepliesTest::right).count())
                .isGreaterThanOrEqualTo((long) Math.ceil(ENOUGH * both.size()));
    }

    private static String table(String title, Function<FixtureMail, String> by) {
        Map<String, List<FixtureMail>> groups =
                mails().collect(Collectors.groupingBy(by, TreeMap::new, Collectors.toList()));
        groups.put("~ all", mails().toList());
        StringBuilder out = new StringBuilder(String.format("%-28s %5s %5s %6s%n", title, "mails", "right", "%"));
        groups.forEach((name, group) -> {
            long right = group.stream().filter(FixtureRepliesTest::right).count();
            out.append(String.format("%-28s %5d %5d %6.1f%n", name, group.size(), right, 100.0 * right / group.size()));
        });
        return out.append(System.lineSeparator()).toString();
    }

    private static boolean right(FixtureMail mail) {
        return squeezed(mail.spans().reply()).equals(squeezed(mail.expected()));
    }

    private static Set<String> knownWrong() {
        return FixtureMail.lines("/tributary/connector/email/reply/known-wrong.txt")
                .collect(Collectors.toSet());
    }

    private static String squeezed(String text) {
        return text.codePoints()
                .filter(c -> !Character.isWhitespace(c) && c != '\u00a0' && c != '\ufeff')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
