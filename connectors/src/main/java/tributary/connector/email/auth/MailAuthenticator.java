package tributary.connector.email.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import tributary.connector.email.auth.dkim.DkimCheck;
import tributary.connector.email.auth.dkim.DkimResult;
import tributary.connector.email.auth.dkim.DkimVerdict;
import tributary.connector.email.auth.dns.Lookups;
import tributary.connector.email.auth.dns.MailDns;
import tributary.connector.email.auth.spf.SpfCheck;
import tributary.connector.email.auth.spf.SpfResult;
import tributary.connector.email.auth.spf.SpfVerdict;

/** Finds out how far a mail's From may be believed (RFC 7208, RFC 6376, RFC 7489, RFC 8601). */
public final class MailAuthenticator {
    private static final Optional<DmarcPolicy> NO_POLICY = Optional.empty();

    private final Vertx vertx;
    private final MailDns dns;
    private final AuthenticationConfig config;
    private final LookAlikes lookAlikes;
    private final Clock clock;

    /** @param dns closed by its owner */
    public MailAuthenticator(Vertx vertx, MailDns dns, AuthenticationConfig config, Clock clock) {
        this.vertx = vertx;
        this.dns = dns;
        this.config = config;
        this.lookAlikes = new LookAlikes(config.ownDomains());
        this.clock = clock;
    }

    /**
     * Checks one mail: reads it once on a worker thread, then asks name servers, which has its configured time.
     *
     * @return fails with an {@link IOException} if the bytes cannot be read, with nothing else; completes on the
     *     caller's context
     */
    public Future<AuthenticationResult> check(MailOrigin origin, MailBytes mail) {
        return onWorker(() -> read(mail)).compose(read -> check(origin, read));
    }

    /** The same for a mail that was read before. */
    public Future<AuthenticationResult> check(MailOrigin origin, DkimCheck read) {
        boolean oneFrom = read.header().all("From").size() == 1 && origin.from().size() == 1;
        String domain = oneFrom ? Organisation.domain(origin.from().get(0)).orElse("") : "";
        Set<String> flags = flags(origin, read, domain);
        Optional<ResultsField> trusted = TrustedResults.find(read.header(), config.authservIds());
        return trusted.isPresent()
                ? Future.succeededFuture(TrustedResults.of(trusted.get(), domain, flags))
                : ask(origin, read, domain, flags);
    }

    /** Reads a mail; for worker threads. */
    public static DkimCheck read(MailBytes mail) throws IOException {
        Organisation.of("example.com");
        try (InputStream bytes = new BufferedInputStream(mail.open(), 16_384)) {
            return DkimCheck.read(bytes);
        }
    }

    private <T> Future<T> onWorker(Callable<T> reading) {
        return vertx.executeBlocking(reading, false);
    }

    private Set<String> flags(MailOrigin origin, DkimCheck read, String domain) {
        Set<String> flags = new TreeSet<>();
        if (origin.from().isEmpty()) {
            flags.add("no-from");
        } else if (origin.from().size() > 1 || read.header().all("From").size() > 1) {
            flags.add("several-from");
        }
        boolean elsewhere = origin.replyTo().stream()
                .anyMatch(address ->
                        !Organisation.aligned(Organisation.domain(address).orElse(""), domain, false));
        if (elsewhere && !domain.isEmpty()) {
            flags.add("reply-to-differs");
        }
        flags.addAll(lookAlikes.flags(domain));
        return flags;
    }

    private Future<AuthenticationResult> ask(MailOrigin origin, DkimCheck read, String domain, Set<String> flags) {
        Lookups lookups = dns.forOneMail();
        boolean direct = config.authservIds().isEmpty();
        Future<SpfVerdict> spf = direct
                ? SpfCheck.check(lookups, origin.peer(), origin.helo(), origin.sender())
                : Future.succeededFuture(SpfVerdict.NONE);
        Future<List<DkimVerdict>> dkim = keys(lookups, read.keyNames())
                .compose(keys -> onWorker(
                        () -> read.verdicts(name -> keys.getOrDefault(name, Optional.empty()), clock.instant())));
        Future<Optional<DmarcPolicy>> policy =
                domain.isEmpty() ? Future.succeededFuture(NO_POLICY) : DmarcPolicy.find(lookups, domain);
        Future<Boolean> asked = policy.transform(done -> Future.succeededFuture(done.succeeded()));
        return Future.all(spf, dkim, asked)
                .map(all -> new Findings(
                                domain,
                                spf.result(),
                                dkim.result(),
                                asked.result() ? policy.result() : NO_POLICY,
                                asked.result(),
                                direct)
                        .result(flags));
    }

    private static Future<Map<String, Optional<List<String>>>> keys(Lookups lookups, List<String> names) {
        Map<String, Optional<List<String>>> keys = new HashMap<>();
        List<Future<?>> asked = new ArrayList<>();
        for (String name : names) {
            asked.add(lookups.txt(name)
                    .map(Optional::of)
                    .otherwise(Optional.empty())
                    .onSuccess(records -> keys.put(name, records)));
        }
        return Future.all(asked).map(keys);
    }

    /** @param direct whether the peer is the sender's own host; else only signatures can be judged */
    private record Findings(
            String domain,
            SpfVerdict spf,
            List<DkimVerdict> dkim,
            Optional<DmarcPolicy> policy,
            boolean policyKnown,
            boolean direct) {
        AuthenticationResult result(Set<String> flags) {
            DmarcVerdict dmarc = dmarc();
            return new AuthenticationResult(level(dmarc), spf, dkim, dmarc, domain, "own", flags);
        }

        private DmarcVerdict dmarc() {
            if (domain.isEmpty()) {
                return new DmarcVerdict("permerror", "none");
            }
            if (!policyKnown) {
                return new DmarcVerdict("temperror", "none");
            }
            if (policy.isEmpty()) {
                return DmarcVerdict.NONE;
            }
            String request = policy.get().request();
            if (signed() || hostFits()) {
                return new DmarcVerdict("pass", request);
            }
            return new DmarcVerdict(undecided() ? "temperror" : "fail", request);
        }

        /** Without its policy a domain's wish for strict alignment is unknown, and kept in case. */
        private boolean signed() {
            boolean strict = policy.map(DmarcPolicy::strictDkim).orElse(!policyKnown);
            return dkim.stream()
                    .anyMatch(verdict -> verdict.result() == DkimResult.PASS
                            && Organisation.aligned(verdict.domain(), domain, strict));
        }

        private boolean hostFits() {
            boolean strict = policy.map(DmarcPolicy::strictSpf).orElse(!policyKnown);
            return spf.result() == SpfResult.PASS && Organisation.aligned(spf.domain(), domain, strict);
        }

        private boolean undecided() {
            return !direct
                    || spf.result() == SpfResult.TEMPERROR
                    || dkim.stream().anyMatch(verdict -> verdict.result() == DkimResult.TEMPERROR);
        }

        private AuthenticationLevel level(DmarcVerdict dmarc) {
            if (domain.isEmpty()) {
                return AuthenticationLevel.NONE;
            }
            if (dmarc.is("pass") || signed()) {
                return AuthenticationLevel.VERIFIED;
            }
            if (dmarc.is("fail")) {
                return dmarc.policy().equals("none") ? AuthenticationLevel.NONE : AuthenticationLevel.FAIL;
            }
            if (hostFits()) {
                return AuthenticationLevel.WEAK;
            }
            boolean disowned = dmarc.is("none")
                    && spf.result() == SpfResult.FAIL
                    && Organisation.aligned(spf.domain(), domain, false);
            return disowned ? AuthenticationLevel.FAIL : AuthenticationLevel.NONE;
        }
    }
}
