package tributary.gateway.platform.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.Limit;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.lettuce.core.resource.Delay;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The state of a cluster, in Redis 6.2 or newer. One connection, which comes back by itself; while it is away every call
 * fails at once. Lettuce has threads of its own; each answer returns to its caller's context.
 *
 * <p>Needs no scripts and no administrator's commands, so its Redis user may be a plain one: read, write and ping on
 * {@code tributary:*}, and {@code time}.
 */
public final class RedisState implements SharedState {

    public static final String FAILED = "tributary_redis_failed_total";
    public static final String SECONDS = "tributary_redis_seconds";
    public static final String CONNECTED = "tributary_redis_connected";

    private static final Logger LOG = LoggerFactory.getLogger(RedisState.class);
    private static final String PREFIX = "tributary:";
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);
    private static final long RETRY_MS = 1_000;
    private static final int QUEUE = 10_000;

    private final Vertx vertx;
    private final RedisURI address;
    private final Clock clock;
    private final ClientResources resources;
    private final RedisClient client;
    private final Counter failed;
    private final Timer seconds;
    private volatile @Nullable StatefulRedisConnection<String, String> connection;
    private volatile long aheadMs;
    private volatile boolean closed;
    private volatile boolean missing;

    private RedisState(Vertx vertx, RedisURI address, Clock clock, MeterRegistry meters) {
        this.vertx = vertx;
        this.address = address;
        this.clock = clock;
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(2)
                .computationThreadPoolSize(2)
                .reconnectDelay(Delay.exponential(Duration.ofMillis(50), LONGEST_PAUSE, 2, TimeUnit.MILLISECONDS))
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(ClientOptions.builder()
                .autoReconnect(true)
                .disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
                .requestQueueSize(QUEUE)
                .timeoutOptions(TimeoutOptions.enabled(LONGEST_WAIT))
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT)
                        .keepAlive(true)
                        .build())
                .build());
        this.failed = meters.counter(FAILED);
        this.seconds = meters.timer(SECONDS);
        Gauge.builder(CONNECTED, this, state -> state.connected() ? 1 : 0).register(meters);
    }

    /** Connects in the background; returns at once. */
    public static RedisState connect(Vertx vertx, RedisConfig config, Clock clock, MeterRegistry meters) {
        RedisState state = new RedisState(vertx, RedisURI.create(config.uri()), clock, meters);
        state.dial();
        return state;
    }

    @Override
    public boolean everywhere() {
        return true;
    }

    @Override
    public Future<Count> count(String key, Duration window) {
        return ask(redis -> {
            redis.set(PREFIX + key, "0", SetArgs.Builder.px(window).nx());
            CompletionStage<Long> number = redis.incr(PREFIX + key);
            return number.thenCombine(redis.pttl(PREFIX + key), (n, left) -> {
                if (left < 0) {
                    // It ended between the two, and the count began without an end.
                    redis.pexpire(PREFIX + key, window);
                }
                return new Count(n, left < 0 ? window : Duration.ofMillis(left));
            });
        });
    }

    @Override
    public Future<Void> put(String key, String value, Duration life) {
        return ask(redis -> redis.set(PREFIX + key, value, SetArgs.Builder.px(life)))
                .mapEmpty();
    }

    @Override
    public Future<Optional<String>> get(String key) {
        return ask(redis -> redis.get(PREFIX + key)).map(Optional::ofNullable);
    }

    @Override
    public Future<Void> remove(String key) {
        return ask(redis -> redis.del(PREFIX + key)).mapEmpty();
    }

    @Override
    public Future<Boolean> claim(String key, String owner, Duration life) {
        return ask(redis ->
                        redis.set(PREFIX + key, owner, SetArgs.Builder.px(life).nx()))
                .map("OK"::equals);
    }

    @Override
    public Future<Void> join(String group, String member, Duration life) {
        long until = now() + life.toMillis();
        return ask(redis -> {
                    CompletionStage<Long> added = redis.zadd(PREFIX + group, (double) until, member);
                    redis.pexpire(PREFIX + group, Duration.ofDays(1));
                    return added;
                })
                .mapEmpty();
    }

    @Override
    public Future<Void> leave(String group, String member) {
        return ask(redis -> redis.zrem(PREFIX + group, member)).mapEmpty();
    }

    @Override
    public Future<Set<String>> members(String group) {
        long now = now();
        return ask(redis -> {
                    redis.zremrangebyscore(PREFIX + group, Range.create(0, now));
                    return redis.zrangebyscore(PREFIX + group, Range.create(now, Double.MAX_VALUE));
                })
                .map((List<String> members) -> new HashSet<>(members));
    }

    /** Values carry their place, because a sorted set keeps each value once. */
    @Override
    public Future<Void> append(String stream, long place, String value, int keep, Duration life) {
        return ask(redis -> {
                    CompletionStage<Long> added = redis.zadd(PREFIX + stream, (double) place, place + " " + value);
                    redis.zremrangebyrank(PREFIX + stream, 0, -keep - 1L);
                    redis.pexpire(PREFIX + stream, life);
                    return added;
                })
                .mapEmpty();
    }

    @Override
    public Future<List<String>> from(String stream, long place, int limit) {
        return ask(redis -> redis.zrangebyscore(
                        PREFIX + stream, Range.create(place, Double.MAX_VALUE), Limit.create(0, limit)))
                .map(found -> found.stream()
                        .map(value -> value.substring(value.indexOf(' ') + 1))
                        .toList());
    }

    @Override
    public Future<Void> ping() {
        return ask(RedisAsyncCommands::ping).mapEmpty();
    }

    @Override
    public Future<Void> close() {
        closed = true;
        Promise<Void> done = Promise.promise();
        client.shutdownAsync(0, 1, TimeUnit.SECONDS).whenComplete((gone, failure) -> {
            resources.shutdown(0, 1, TimeUnit.SECONDS);
            done.complete();
        });
        return done.future();
    }

    /** Lettuce keeps a connection alive, but does not repeat the first attempt. */
    private void dial() {
        if (closed) {
            return;
        }
        client.connectAsync(StringCodec.UTF8, address).whenComplete((made, failure) -> {
            if (made != null) {
                connection = made;
                LOG.atInfo().log("connected to redis");
                readClock();
                vertx.setPeriodic(10 * RETRY_MS, tick -> readClock());
            } else if (!closed) {
                (missing ? LOG.atDebug() : LOG.atWarn())
                        .addKeyValue("error", words(failure))
                        .log("redis does not answer; the node goes on without it, and asks every second");
                missing = true;
                vertx.setTimer(RETRY_MS, tick -> dial());
            }
        });
    }

    /**
     * Tries an address once, and blocks.
     *
     * @return what is wrong, empty if it answers
     */
    public static Optional<String> problem(RedisConfig config) {
        RedisURI address = RedisURI.create(config.uri());
        address.setTimeout(CONNECT);
        RedisClient client = RedisClient.create();
        client.setOptions(ClientOptions.builder()
                .socketOptions(SocketOptions.builder().connectTimeout(CONNECT).build())
                .build());
        try (StatefulRedisConnection<String, String> connection = client.connect(address)) {
            connection.sync().get(PREFIX + "doctor");
            return Optional.empty();
        } catch (RedisException failure) {
            return Optional.of(words(failure));
        } finally {
            client.shutdown(0, 1, TimeUnit.SECONDS);
        }
    }

    /** Redis's own, which name no password. */
    private static String words(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    /** Ends of lives are written by Redis's clock, so that nodes whose clocks differ agree. */
    private void readClock() {
        ask(RedisAsyncCommands::time).onSuccess(time -> {
            long redis = Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
            aheadMs = redis - clock.millis();
        });
    }

    private boolean connected() {
        StatefulRedisConnection<String, String> open = connection;
        return open != null && open.isOpen();
    }

    private long now() {
        return clock.millis() + aheadMs;
    }

    private <T> Future<T> ask(Function<RedisAsyncCommands<String, String>, CompletionStage<T>> question) {
        StatefulRedisConnection<String, String> open = connection;
        if (open == null || closed) {
            failed.increment();
            return Future.failedFuture(new StateUnavailableException("redis is away"));
        }
        Context ours = vertx.getOrCreateContext();
        Promise<T> answer = Promise.promise();
        long asked = System.nanoTime();
        question.apply(open.async())
                .whenComplete((value, failure) -> ours.runOnContext(on -> {
                    if (failure == null) {
                        seconds.record(System.nanoTime() - asked, TimeUnit.NANOSECONDS);
                        answer.complete(value);
                    } else {
                        failed.increment();
                        answer.fail(new StateUnavailableException(
                                "redis: " + failure.getClass().getSimpleName()));
                    }
                }));
        return answer.future();
    }
}
