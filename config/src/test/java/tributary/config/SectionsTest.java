package tributary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.config.Configuration.problems;
import static tributary.config.Configuration.yaml;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SectionsTest {
    record Root(List<Settings> inboxes, Settings journal) {}

    record Entry(String name, String connector) {}

    record Chat(String title, int port) {}

    private static final String TWO = """
            inboxes:
              - { name: web, connector: livechat, title: Shop }
              - { name: support, connector: email, titel: Help, port: x }
            """;

    @Test
    void keepsEntriesForALaterStrictRead() {
        List<Settings> inboxes = yaml(TWO).read(Root.class).inboxes();

        assertThat(inboxes).extracting(Settings::path).containsExactly("inboxes.web", "inboxes.support");
        assertThat(inboxes.get(0).readPart(Entry.class)).isEqualTo(new Entry("web", "livechat"));
        assertThat(inboxes.get(0).without(Entry.class).read(Chat.class)).isEqualTo(new Chat("Shop", 0));
    }

    @Test
    void refusesInAnEntryWhatNobodyKnows() {
        Settings support = yaml(TWO).read(Root.class).inboxes().get(1);

        assertThat(problems(support.without(Entry.class), Chat.class))
                .containsExactly(
                        "config/etc/tributary.yaml: inboxes.support.titel: unknown key, found \"Help\";"
                                + " did you mean inboxes.support.title?",
                        "config/etc/tributary.yaml: inboxes.support.port: expected a whole number, found \"x\"");
    }

    @Test
    void suggestsAKeyThatSomebodyElseReads() {
        Settings web = yaml("inboxes: [{ name: web, connecter: livechat }]")
                .read(Root.class)
                .inboxes()
                .get(0);

        assertThat(problems(web.without(Entry.class), Chat.class))
                .containsExactly("config/etc/tributary.yaml: inboxes.web.connecter: unknown key, found \"livechat\";"
                        + " did you mean inboxes.web.connector?");
    }

    @Test
    void keepsTheVariablesOfAnEntryWithIt() {
        Settings web = yaml(
                        TWO, Map.of("TRIBUTARY_INBOXES_WEB_TITLE", "Market", "TRIBUTARY_INBOXES_WEB_CONNECTOR", "chat"))
                .read(Root.class)
                .inboxes()
                .get(0);

        assertThat(web.readPart(Entry.class).connector()).isEqualTo("chat");
        assertThat(web.without(Entry.class).read(Chat.class).title()).isEqualTo("Market");
    }

    @Test
    void readsAPartWithItsOwnMistakesOnly() {
        record Port(int port) {}
        Settings support = yaml(TWO).read(Root.class).inboxes().get(1);

        assertThat(problems(() -> support.readPart(Port.class)))
                .containsExactly(
                        "config/etc/tributary.yaml: inboxes.support.port: expected a whole number, found \"x\"");
    }

    @Test
    void givesAnEmptySectionForOneThatIsMissing() {
        Settings journal =
                yaml("", Map.of("TRIBUTARY_JOURNAL_PORT", "7")).read(Root.class).journal();

        assertThat(journal.path()).isEqualTo("journal");
        assertThat(journal.read(Chat.class)).isEqualTo(new Chat(null, 7));
    }

    @Test
    void callsAnEntryWithoutNameByItsPlace() {
        assertThat(yaml("inboxes: [{ name: web }, { connector: x }]")
                        .read(Root.class)
                        .inboxes())
                .extracting(Settings::path)
                .containsExactly("inboxes.web", "inboxes[1]");
    }

    @Test
    void refusesANameThatComesTwiceAndAnEntryThatIsNone() {
        assertThat(problems(yaml("inboxes: [{ name: web }, { name: web }, x]"), Root.class))
                .containsExactly(
                        "config/etc/tributary.yaml: inboxes: expected each name once, found \"web\" again",
                        "config/etc/tributary.yaml: inboxes[2]: expected a section with keys, found a single value");
    }

    @Test
    void collectsTheProblemsOfSeveralReads() {
        Problems problems = new Problems();
        List<Settings> inboxes = yaml(TWO).read(Root.class).inboxes();

        inboxes.forEach(
                inbox -> problems.collect(() -> inbox.without(Entry.class).read(Chat.class)));
        problems.add("one more");

        assertThat(problems(problems::throwIfAny)).hasSize(3).endsWith("one more");
    }
}
