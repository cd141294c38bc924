package tributary.connector.livechat;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tributary.config.DataSize;
import tributary.connector.livechat.rule.FormConfig;
import tributary.connector.livechat.rule.IdentityConfig;
import tributary.connector.livechat.rule.OriginRule;

/**
 * An inbox of type {@code livechat}.
 *
 * @param name the inbox's name
 * @param connector {@code livechat}
 * @param origins sites that may embed the widget, besides public-url
 * @param identity how logged-in visitors prove who they are; off by default
 * @param form what is asked before the first message; nothing by default
 * @param locale language of the widget, for example {@code zh-CN}; the browser's by default
 * @param color main colour of the widget, {@code #rrggbb}
 * @param title heading of the widget
 * @param heartbeat time between two pings; a socket silent for three of them is closed
 * @param helloTimeout time for the first frame
 * @param slowConsumer what a socket may leave unread
 * @param attachments what a visitor may upload
 * @param drain time over which sockets are closed when the node stops
 */
public record LiveChatConfig(
        String name,
        String connector,
        List<String> origins,
        IdentityConfig identity,
        Optional<FormConfig> form,
        Optional<String> locale,
        Optional<String> color,
        Optional<String> title,
        Duration heartbeat,
        Duration helloTimeout,
        SlowConsumer slowConsumer,
        Files attachments,
        Duration drain) {
    private static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

    public LiveChatConfig {
        origins = origins == null ? List.of() : List.copyOf(origins);
        identity = identity == null ? IdentityConfig.OFF : identity;
        form = form == null ? Optional.empty() : form;
        locale = locale == null ? Optional.empty() : locale;
        color = color == null ? Optional.empty() : color;
        title = title == null ? Optional.empty() : title;
        heartbeat = positive("heartbeat", heartbeat, Duration.ofSeconds(25));
        helloTimeout = positive("hello-timeout", helloTimeout, Duration.ofSeconds(10));
        slowConsumer = slowConsumer == null ? SlowConsumer.STANDARD : slowConsumer;
        attachments = attachments == null ? Files.STANDARD : attachments;
        drain = positive("drain", drain, Duration.ofSeconds(4));
        checkOrigins(origins);
        if (color.isPresent() && !COLOR.matcher(color.get()).matches()) {
            throw new IllegalArgumentException(
                    "color: expected a colour such as \"#1f6feb\", found \"" + color.get() + "\"");
        }
    }

    private static void checkOrigins(List<String> origins) {
        try {
            OriginRule.of(URI.create("http://localhost"), origins);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("origins: " + e.getMessage(), e);
        }
    }

    /**
     * @param soft unread bytes from which on signals are dropped and messages wait in the store
     * @param hard unread bytes at which the socket is closed
     * @param wait_ how long a socket may stay over the soft bound
     */
    public record SlowConsumer(DataSize soft, DataSize hard, Duration wait_) {
        static final SlowConsumer STANDARD =
                new SlowConsumer(DataSize.ofKibibytes(256), DataSize.ofMebibytes(1), Duration.ofSeconds(10));

        public SlowConsumer {
            soft = soft == null ? STANDARD.soft : soft;
            hard = hard == null ? STANDARD.hard : hard;
            wait_ = positive("wait", wait_, Duration.ofSeconds(10));
            if (hard.bytes() < soft.bytes()) {
                throw new IllegalArgumentException(
                        "hard: expected at least soft (" + soft + "), found \"" + hard + "\"");
            }
        }
    }

    /**
     * @param max largest file
     * @param types media types, {@code image/*} for a family; empty means every type
     */
    public record Files(DataSize max, List<String> types) {
        static final Files STANDARD = new Files(
                DataSize.ofMebibytes(20),
                List.of("image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf", "text/plain"));

        public Files {
            max = max == null ? STANDARD.max : max;
            types = types == null ? STANDARD.types : List.copyOf(types);
        }

        boolean admits(String type) {
            return types.isEmpty()
                    || types.contains(type)
                    || types.stream()
                            .anyMatch(t -> t.endsWith("/*") && type.startsWith(t.substring(0, t.length() - 1)));
        }
    }

    private static Duration positive(String key, @Nullable Duration value, Duration standard) {
        if (value != null && (value.isZero() || value.isNegative())) {
            throw new IllegalArgumentException(key + ": expected a duration above zero, found \"" + value + "\"");
        }
        return value == null ? standard : value;
    }
}
