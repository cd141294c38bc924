package tributary.gateway.identity.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentRuleTest {

    @Test
    void acceptsAnOrdinaryAgent() {
        assertThat(AgentRule.problems(" mei@example.com ", "小王", "correct horse"))
                .isEmpty();
    }

    @Test
    void saysWhatWasExpectedAndFoundButNeverThePassword() {
        Map<String, String> problems = AgentRule.problems("mei.example.com", " ", "hunter2");

        assertThat(problems)
                .containsEntry(
                        "email", "expected an e-mail address such as \"mei@example.com\", found \"mei.example.com\"")
                .containsEntry("name", "expected 1 to 100 characters on one line, found \" \"")
                .containsEntry("password", "expected 10 to 1000 characters, found 7");
        assertThat(problems.values()).noneMatch(problem -> problem.contains("hunter2"));
    }

    @Test
    void countsCharactersOfAPasswordNotUnits() {
        assertThat(Passwords.problem("🔑".repeat(9))).isPresent();
        assertThat(Passwords.problem("🔑".repeat(10))).isEmpty();
        assertThat(Passwords.problem("x".repeat(1001))).isPresent();
    }

    @Test
    void refusesAddressesAndNamesThatCouldForgeALine() {
        assertThat(AgentRule.email("a@b.example\r\nBcc: c@d.example")).isPresent();
        assertThat(AgentRule.email("a\0@b.example")).isPresent();
        assertThat(AgentRule.email("a@b@c")).isPresent();
        assertThat(AgentRule.email("x".repeat(60) + "@" + "y".repeat(200))).isPresent();
        assertThat(AgentRule.name("Mei\nAdmin")).isPresent();
        assertThat(AgentRule.name("\0")).isPresent();
        assertThat(AgentRule.name("x".repeat(101))).isPresent();
    }

    @Test
    void comparesAddressesWithoutCaseInEveryLocale() {
        assertThat(AgentRule.comparable(" MEI@Example.COM")).isEqualTo("mei@example.com");
    }

    @Test
    void neverPrintsAPassword() {
        NewAgent agent = new NewAgent("mei@example.com", "Mei", Role.AGENT, "correct horse", Set.of());
        AgentChange change = new AgentChange(
                Optional.empty(), Optional.empty(), Optional.of("correct horse"), Optional.empty(), Optional.empty());

        assertThat(agent.toString() + change).doesNotContain("horse");
    }

    @Test
    void auditsNamesOfFieldsAndNewRightsOnly() {
        Access before = new Access(
                new Agent(new UUID(0, 1), "mei@example.com", "Mei", Role.AGENT, true), Set.of("web", "support"));
        AgentChange change = new AgentChange(
                Optional.of("Mei Li"),
                Optional.of(Role.SUPERVISOR),
                Optional.of("correct horse"),
                Optional.of(true),
                Optional.of(Set.of("web")));

        assertThat(change.audited(before).encode())
                .isEqualTo("{\"role\":\"supervisor\",\"inboxes\":[\"web\"],"
                        + "\"changed\":[\"name\",\"password\",\"role\",\"inboxes\"]}");
    }
}
