package tributary.connector.sms.webhook;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.config.Secret;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.text.Segments;
import tributary.connector.sms.webhook.vonage.VonageSignature;

/**
 * An inbox of type {@code sms-webhook}.
 *
 * @param name the inbox's name
 * @param connector {@code sms-webhook}
 * @param provider who posts to us
 * @param account the account's id at the provider
 * @param secret the account's secret: signs webhooks, and logs us in
 * @param previousSecret the one before, while the provider may still use it
 * @param number ours, as E.164; a short code or name where the provider sends by such
 * @param messagingService Twilio: send by this service instead of the number
 * @param apiBase where messages are sent to; the provider's own address if absent
 * @param backFill how often the provider's list is asked for what we missed; {@code 0s} for never
 * @param mediaHosts hosts from which pictures are fetched, besides that of {@code api-base}; a dot in front means a domain
 * @param optOutWords words that mean stop at this inbox, besides the usual ones
 * @param mostSegments how long a reply may be
 * @param signatureSecret Vonage: signs webhooks
 * @param signatureMethod Vonage: how
 * @param pathSecret Aliyun, Tencent: the part of the address that proves a request, because they do not sign
 * @param template Aliyun, Tencent: what a reply is sent by; without it the inbox only receives
 * @param timeout after which the fate of a message on its way is unknown
 */
public record SmsWebhookConfig(
        String name,
        String connector,
        Provider provider,
        String account,
        Secret secret,
        Optional<Secret> previousSecret,
        String number,
        Optional<String> messagingService,
        URI apiBase,
        Duration backFill,
        List<String> mediaHosts,
        List<String> optOutWords,
        int mostSegments,
        Optional<Secret> signatureSecret,
        VonageSignature.Method signatureMethod,
        Duration timeout,
        Optional<Secret> pathSecret,
        Optional<Template> template) {

    /** Who posts to us. */
    public enum Provider {
        TWILIO("https://api.twilio.com", ".twilio.com", ".twiliocdn.com"),
        VONAGE("https://rest.nexmo.com"),
        ALIYUN("https://dysmsapi.aliyuncs.com"),
        TENCENT("https://sms.tencentcloudapi.com");

        private final URI base;
        private final String hosts;

        Provider(String base, String... hosts) {
            this.base = URI.create(base);
            this.hosts = String.join(" ", hosts);
        }

        private List<String> hosts() {
            return hosts.isEmpty() ? List.of() : List.of(hosts.split(" ", -1));
        }
    }

    private static final Pattern ACCOUNT = Pattern.compile("[A-Za-z0-9_-]{4,64}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_-]{20,100}");
    private static final Duration SHORTEST = Duration.ofSeconds(1);

    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(100);

    /** Shorter than the lease of a message on its way out. */
    private static final Duration LONGEST = Duration.ofSeconds(45);

    public SmsWebhookConfig {
        if (provider == null) {
            throw new IllegalArgumentException("provider: expected twilio, vonage, aliyun or tencent, found nothing");
        }
        if (account == null || !ACCOUNT.matcher(account).matches()) {
            throw new IllegalArgumentException("account: expected the account's id, found " + found(account));
        }
        if (secret == null || secret.isEmpty()) {
            throw new IllegalArgumentException("secret: expected the account's secret, found nothing");
        }
        signatureSecret = signatureSecret == null ? Optional.empty() : signatureSecret;
        if (provider == Provider.VONAGE && signatureSecret.isEmpty()) {
            throw new IllegalArgumentException(
                    "signature-secret: expected the secret that signs webhooks, found nothing");
        }
        pathSecret = pathSecret == null ? Optional.empty() : pathSecret;
        boolean secretPath = provider == Provider.ALIYUN || provider == Provider.TENCENT;
        if (secretPath
                && pathSecret
                        .filter(path -> PATH.matcher(path.reveal()).matches())
                        .isEmpty()) {
            throw new IllegalArgumentException(
                    "path-secret: expected 20 to 100 letters and digits that nobody can guess, found other");
        }
        template = template == null ? Optional.empty() : template;
        signatureMethod = signatureMethod == null ? VonageSignature.Method.SHA256 : signatureMethod;
        timeout = timeout == null ? Duration.ofSeconds(20) : timeout;
        if (timeout.compareTo(SHORTEST_TIMEOUT) < 0 || timeout.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("timeout: expected \"100ms\" to \"45s\", found \"" + timeout + '"');
        }
        previousSecret = previousSecret == null ? Optional.empty() : previousSecret;
        number = canonical(number, provider);
        messagingService = messagingService == null ? Optional.empty() : messagingService;
        apiBase = apiBase == null ? provider.base : apiBase;
        if (apiBase.getHost() == null || !List.of("http", "https").contains(apiBase.getScheme())) {
            throw new IllegalArgumentException(
                    "api-base: expected a URL such as \"" + provider.base + "\", found \"" + apiBase + '"');
        }
        backFill = backFill == null ? Duration.ofMinutes(5) : backFill;
        if (!backFill.isZero() && backFill.compareTo(SHORTEST) < 0) {
            throw new IllegalArgumentException(
                    "back-fill: expected \"0s\" or at least \"1s\", found \"" + backFill + '"');
        }
        mostSegments = mostSegments == 0 ? 10 : mostSegments;
        if (mostSegments < 1 || mostSegments > Segments.MOST_PARTS) {
            throw new IllegalArgumentException(
                    "most-segments: expected 1 to " + Segments.MOST_PARTS + ", found \"" + mostSegments + '"');
        }
        mediaHosts = mediaHosts == null ? List.of() : List.copyOf(mediaHosts);
        optOutWords = optOutWords == null ? List.of() : List.copyOf(optOutWords);
    }

    /**
     * A template with one variable, which the reply's text becomes.
     *
     * @param code the template's id
     * @param signName the approved signature
     * @param variable Aliyun: the variable's name
     * @param appId Tencent: SmsSdkAppId
     */
    public record Template(String code, String signName, Optional<String> variable, Optional<String> appId) {
        public Template {
            if (code == null || signName == null) {
                throw new IllegalArgumentException("expected code and sign-name, found only one of them");
            }
            variable = variable == null ? Optional.empty() : variable;
            appId = appId == null ? Optional.empty() : appId;
        }
    }

    private static String canonical(@Nullable String number, Provider provider) {
        try {
            String written = number == null ? "" : number;
            return provider == Provider.TWILIO
                    ? PhoneNumber.of(written).value()
                    : PhoneNumber.local(written).value();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "number: expected a number such as \"+15005550006\", found " + found(number), e);
        }
    }

    /** Every host from which files may be fetched. */
    List<String> hosts() {
        return Stream.of(List.of(apiBase.getHost()), provider.hosts(), mediaHosts)
                .flatMap(List::stream)
                .toList();
    }

    private static String found(@Nullable String value) {
        return value == null ? "nothing" : '"' + value + '"';
    }
}
