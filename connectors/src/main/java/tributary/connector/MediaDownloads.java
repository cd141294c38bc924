package tributary.connector;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tributary.connector.Arrival.OnOtherContent;
import tributary.connector.Attachments.Awaited;
import tributary.conversation.AwaitedFile;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.FileSettled;
import tributary.conversation.EventJson;

/**
 * Brings the awaited files of one inbox after their messages are in the journal: a few at a time, tried several times, then
 * given up. What a node has not brought when it ends is found again by a sweep, which one node does.
 *
 * <p>Its state lives on one context; all methods may be called from any.
 */
public final class MediaDownloads {

    public static final String DOWNLOADS = "tributary_media_downloads_total";

    private static final Logger LOG = LoggerFactory.getLogger(MediaDownloads.class);
    private static final int AT_ONCE = 4;
    private static final int QUEUE = 1000;
    private static final int TRIES = 6;
    private static final Duration FIRST_RETRY = Duration.ofSeconds(2);
    private static final Duration SWEEP = Duration.ofSeconds(60);
    private static final String RAW = "{\"kind\":\"file-settled\"";

    private final ConnectorContext context;
    private final Function<AwaitedFile, Future<Download>> fetch;
    private final Context own;
    private final Deque<Job> queue = new ArrayDeque<>();
    private final Set<UUID> known = new HashSet<>();
    private int running;
    private long timer = -1;
    private boolean stopped;

    /** @param fetch asks the provider for one file; fails with {@link GoneException} if it will never come */
    public MediaDownloads(ConnectorContext context, Function<AwaitedFile, Future<Download>> fetch) {
        this.context = context;
        this.fetch = fetch;
        this.own = context.vertx().getOrCreateContext();
    }

    /** Looks for files that were left from before, now and then. */
    public void start() {
        own.runOnContext(on -> {
            timer = vertx().setPeriodic(SWEEP.toMillis(), tick -> sweep());
            sweep();
        });
    }

    /** Brings no more; what is on its way may still arrive. */
    public void stop() {
        own.runOnContext(on -> {
            stopped = true;
            vertx().cancelTimer(timer);
            queue.clear();
        });
    }

    /** Brings the files of a message that is in the journal now. */
    public void bring(ConversationEvent event) {
        if (event instanceof ConversationEvent.MessageReceived message) {
            own.runOnContext(on -> message.awaited().forEach(file -> add(new Awaited(message.party(), file))));
        }
    }

    /** What {@link Connector#read} has to say of a payload of ours; empty if it is none. */
    public static Optional<ConversationEvent> read(Buffer raw) {
        String text = raw.toString(StandardCharsets.UTF_8);
        if (!text.startsWith(RAW)) {
            return Optional.empty();
        }
        try {
            return Optional.of(EventJson.read(text));
        } catch (IllegalArgumentException e) {
            throw new UnreadableException("payload: expected a settled file");
        }
    }

    private void sweep() {
        context.leases()
                .hold("media", lease -> context.attachments().awaited(context.inbox(), QUEUE))
                .onSuccess(found -> own.runOnContext(on -> found.ifPresent(files -> files.forEach(this::add))))
                .onFailure(failure -> LOG.atDebug().setCause(failure).log("cannot look for awaited files"));
    }

    private void add(Awaited file) {
        if (!stopped && queue.size() < QUEUE && known.add(file.file().id())) {
            queue.add(new Job(file, 1));
            next();
        }
    }

    private void next() {
        while (running < AT_ONCE && !queue.isEmpty()) {
            Job job = queue.remove();
            running++;
            load(job)
                    .onComplete(done -> own.runOnContext(on -> {
                        running--;
                        next();
                    }));
        }
    }

    private Future<Void> load(Job job) {
        AwaitedFile file = job.file().file();
        return Future.succeededFuture()
                .compose(go -> fetch.apply(file))
                .compose(found -> context.attachments()
                        .keep(context.inbox(), file.id(), found.name(), found.type(), found.bytes()))
                .compose(kept -> settle(job, Optional.empty()))
                .recover(failure -> failed(job, failure));
    }

    private Future<Void> failed(Job job, Throwable failure) {
        if (failure instanceof GoneException || job.tries() >= TRIES) {
            String problem = failure instanceof GoneException gone ? gone.reason() : "unavailable";
            return settle(job, Optional.of(problem)).otherwiseEmpty();
        }
        LOG.atDebug().addKeyValue("inbox", context.inbox()).setCause(failure).log("a file could not be brought yet");
        long delay = FIRST_RETRY.toMillis() << (2 * (job.tries() - 1));
        own.runOnContext(on -> vertx().setTimer(delay, tick -> {
            if (!stopped) {
                queue.add(new Job(job.file(), job.tries() + 1));
                next();
            }
        }));
        return Future.succeededFuture();
    }

    /** A file that cannot be settled now is found again by the sweep. */
    private Future<Void> settle(Job job, Optional<String> problem) {
        UUID id = job.file().file().id();
        meters().counter(DOWNLOADS, "inbox", context.inbox(), "outcome", problem.isEmpty() ? "stored" : "missing")
                .increment();
        FileSettled event = new FileSettled(
                job.file().party(),
                "file/" + id + problem.map(word -> "/" + word).orElse(""),
                id,
                problem.orElse(null),
                clock().instant().truncatedTo(ChronoUnit.MILLIS));
        Buffer raw = Buffer.buffer(EventJson.write(event));
        return context.inbound()
                .accept(new Arrival(event, raw, sha256(event.externalId()), OnOtherContent.KEEP))
                .onComplete(done -> own.runOnContext(on -> known.remove(id)))
                .mapEmpty();
    }

    private static Buffer sha256(String text) {
        try {
            return Buffer.buffer(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private Vertx vertx() {
        return context.vertx();
    }

    private Clock clock() {
        return context.clock();
    }

    private MeterRegistry meters() {
        return context.meters();
    }

    /** @param name the file's name, as the provider gives it */
    public record Download(String name, String type, ReadStream<Buffer> bytes) {}

    private record Job(Awaited file, int tries) {}

    /** The provider has no such file any more, or gives none; {@code reason} is a kebab-case word. */
    public static final class GoneException extends RuntimeException {
        private final String reason;

        public GoneException(String reason) {
            super(reason, null, false, false);
            this.reason = reason;
        }

        public String reason() {
            return reason;
        }
    }
}
