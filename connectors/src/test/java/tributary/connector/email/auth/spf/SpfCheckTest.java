package tributary.connector.email.auth.spf;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.connector.email.auth.dns.DnsConfig;
import tributary.connector.email.auth.dns.MailDns;
import tributary.connector.email.auth.dns.NameServer;

class SpfCheckTest {
    private static Vertx vertx;
    private static NameServer names;
    private static MailDns dns;

    @BeforeAll
    static void open() throws InterruptedException {
        vertx = Vertx.vertx();
        names = new NameServer();
        dns = new MailDns(
                vertx, new DnsConfig(List.of(names.address()), Duration.ofSeconds(3), 500), Clock.systemUTC());
        names.a("a.example", "192.0.2.1")
                .a("a.example", "2001:db8::1")
                .mx("m.example", 20, "far.example")
                .mx("m.example", 10, "a.example")
                .a("far.example", "192.0.2.77")
                .ptr("1.2.0.192.in-addr.arpa", "a.example")
                .a("li.user.macro.example", "127.0.0.2")
                .a("1.0.2.192.in-addr.macro.example", "127.0.0.2")
                .txt("pass.example", "v=spf1 +all")
                .txt("fail.example", "v=spf1 -all")
                .txt("neutral.example", "v=spf1 ?all")
                .txt("loop.example", "v=spf1 include:loop.example -all")
                .txt("round.example", "v=spf1 redirect=round.example")
                .txt("two.example", "v=spf1 -all")
                .txt("two.example", "v=spf1 +all")
                .txt("other.example", "v=spf10 -all")
                .txt("other.example", "something")
                .broken("down.example")
                .silent("silent.example");
    }

    @AfterAll
    static void close() throws Exception {
        dns.close();
        names.close();
        vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    /** Each policy, asked about 192.0.2.1 or 2001:db8::1. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "v=spf1 ip4:192.0.2.1 -all | pass | fail",
                "v=spf1 ip4:192.0.2.0/31 ~all | pass | softfail",
                "v=spf1 ip4:192.0.2.2/31 ~all | softfail | softfail",
                "v=spf1 ip6:2001:db8::/32 ?all | neutral | pass",
                "v=spf1 a:a.example -all | pass | pass",
                "v=spf1 a:a.example/24//64 -all | pass | pass",
                "v=spf1 a:far.example/24 -all | pass | fail",
                "v=spf1 mx:m.example -all | pass | pass",
                "v=spf1 ptr:example -all | pass | fail",
                "v=spf1 ptr:other -all | fail | fail",
                "v=spf1 exists:%{l}.user.macro.example -all | pass | pass",
                "v=spf1 exists:%{ir}.%{v}.macro.example -all | fail | fail",
                "v=spf1 exists:%{i1r}.0.2.192.%{v}.macro.example -all | fail | fail",
                "v=spf1 exists:1.0.2.192.%{v}.macro.example -all | pass | fail",
                "v=spf1 include:pass.example -all | pass | pass",
                "v=spf1 include:fail.example ~all | softfail | softfail",
                "v=spf1 include:none.example -all | permerror | permerror",
                "v=spf1 include:down.example -all | temperror | temperror",
                "v=spf1 redirect=fail.example | fail | fail",
                "v=spf1 redirect=none.example | permerror | permerror",
                "v=spf1 redirect=fail.example +all | pass | pass",
                "v=spf1 unknown=x exp=why.example | neutral | neutral",
                "v=spf1 | neutral | neutral",
                "V=SPF1 IP4:192.0.2.1 -ALL | pass | fail",
                "v=spf1 ip4:192.0.2.1/33 -all | permerror | permerror",
                "v=spf1 ip4:999.0.2.1 -all | permerror | permerror",
                "v=spf1 mechanism:x -all | permerror | permerror",
                "v=spf1 a:%{q}.example -all | permerror | permerror",
                "v=spf1 redirect=a redirect=b | permerror | permerror",
                "v=spf1 a:n1.example a:n2.example a:n3.example -all | permerror | permerror",
                "v=spf1 a:n1.example a:n2.example -all | fail | fail",
            })
    void judgesAsThePolicySays(String policy, String four, String six) throws Exception {
        String domain = "d" + Integer.toHexString(policy.hashCode()) + ".example";
        names.txt(domain, policy);

        assertThat(check("192.0.2.1", "li@" + domain)).isEqualTo(four);
        assertThat(check("2001:db8::1", "li@" + domain)).isEqualTo(six);
        assertThat(check("::ffff:192.0.2.1", "li@" + domain)).isEqualTo(four);
    }

    @ParameterizedTest
    @CsvSource({
        "none.example, none",
        "other.example, none",
        "two.example, permerror",
        "loop.example, permerror",
        "round.example, permerror",
        "down.example, temperror",
        "silent.example, temperror",
        "nodots, none",
        "bad..name, none",
        "[192.0.2.1], none",
    })
    void judgesByDomain(String domain, String result) throws Exception {
        assertThat(check("192.0.2.1", "li@" + domain)).isEqualTo(result);
    }

    @Test
    void stopsAfterTenTermsThatAsk() throws Exception {
        String ten = "a:a.example ".repeat(10).replace("a:a.example", "a:far.example");
        names.txt("ten.example", "v=spf1 " + ten + "-all").txt("eleven.example", "v=spf1 " + ten + "mx:m.example -all");

        assertThat(check("192.0.2.1", "li@ten.example")).isEqualTo("fail");
        assertThat(check("192.0.2.1", "li@eleven.example")).isEqualTo("permerror");
    }

    @Test
    void asksForTheHeloNameOfTheEmptySender() throws Exception {
        SpfVerdict verdict = SpfCheck.check(dns.forOneMail(), "192.0.2.1", "Fail.Example", "")
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS);

        assertThat(verdict).isEqualTo(new SpfVerdict(SpfResult.FAIL, "fail.example"));
    }

    @Test
    void expandsTheExamplesOfTheRfc() {
        IpAddress four = IpAddress.literal("192.0.2.3").orElseThrow();
        IpAddress six = IpAddress.literal("2001:db8::cb01").orElseThrow();
        SpfMacros macros = new SpfMacros(four, "mx.example.org", "strong-bad@email.example.com");
        SpfMacros macros6 = new SpfMacros(six, "mx.example.org", "strong-bad@email.example.com");

        assertThat(macros.expand("%{s}", "email.example.com")).isEqualTo("strong-bad@email.example.com");
        assertThat(macros.expand("%{d4}", "email.example.com")).isEqualTo("email.example.com");
        assertThat(macros.expand("%{d1}", "email.example.com")).isEqualTo("com");
        assertThat(macros.expand("%{d2r}", "email.example.com")).isEqualTo("example.email");
        assertThat(macros.expand("%{l-}", "email.example.com")).isEqualTo("strong.bad");
        assertThat(macros.expand("%{l1r-}", "email.example.com")).isEqualTo("strong");
        assertThat(macros.expand("%{ir}.%{v}._spf.%{d2}", "email.example.com"))
                .isEqualTo("3.2.0.192.in-addr._spf.example.com");
        assertThat(macros6.expand("%{ir}.%{v}._spf.%{d2}", "email.example.com"))
                .isEqualTo("1.0.b.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6._spf.example.com");
    }

    private static String check(String peer, String sender) throws Exception {
        return SpfCheck.check(dns.forOneMail(), peer, "helo.example", sender)
                .toCompletionStage()
                .toCompletableFuture()
                .get(20, TimeUnit.SECONDS)
                .result()
                .word();
    }
}
