package tributary.load.faults.town;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Stands between two parts and passes bytes on: at once, late, or not at all. What it swallows is never made up for, so a
 * connection that lost bytes is half open until somebody gives it up. Any thread.
 */
public final class Proxy {

    private final Vertx vertx;
    private final NetClient client;
    private final String toHost;
    private final int toPort;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private final AtomicLong swallowed = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private volatile long delayMs;

    private Proxy(Vertx vertx, String toHost, int toPort) {
        this.vertx = vertx;
        this.client =
                vertx.createNetClient(new NetClientOptions().setTcpNoDelay(true).setConnectTimeout(3_000));
        this.toHost = toHost;
        this.toPort = toPort;
    }

    /** Listens, and passes on. */
    static Proxy between(Vertx vertx, String host, int port, String toHost, int toPort) {
        Proxy proxy = new Proxy(vertx, toHost, toPort);
        vertx.createNetServer(new NetServerOptions().setTcpNoDelay(true).setReuseAddress(true))
                .connectHandler(proxy::accept)
                .listen(port, host)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return proxy;
    }

    /** Every piece comes so much later; 0 for at once. */
    public void slow(long ms) {
        delayMs = ms;
    }

    /**
     * From now on the present connections lead nowhere, and stay open. New ones work.
     *
     * @return how many there are
     */
    public int swallow() {
        links.forEach(Link::swallow);
        return links.size();
    }

    /** Ends the connections that lead nowhere, as a firewall that forgot them does at the next packet. */
    public void reset() {
        links.stream().filter(link -> link.swallows).forEach(Link::close);
    }

    /** Ends all connections. */
    public void cut() {
        links.forEach(Link::close);
    }

    /** Bytes that went nowhere so far. */
    public long swallowed() {
        return swallowed.get();
    }

    /** Pieces that came late so far. */
    public long delayed() {
        return delayed.get();
    }

    private void accept(NetSocket from) {
        from.pause();
        client.connect(toPort, toHost).onFailure(refused -> from.close()).onSuccess(to -> {
            Link link = new Link(from, to);
            links.add(link);
            link.begin();
        });
    }

    /** One connection. */
    private final class Link {
        private final NetSocket from;
        private final NetSocket to;
        private volatile boolean swallows;

        Link(NetSocket from, NetSocket to) {
            this.from = from;
            this.to = to;
        }

        void begin() {
            new Way(this, from, to).begin();
            new Way(this, to, from).begin();
        }

        void swallow() {
            swallows = true;
        }

        void close() {
            links.remove(this);
            from.close();
            to.close();
        }
    }

    /** One direction of it; pieces stay in order, whatever the delay. */
    private final class Way {
        private final Link link;
        private final NetSocket from;
        private final NetSocket to;
        private final Deque<Late> late = new ArrayDeque<>();

        Way(Link link, NetSocket from, NetSocket to) {
            this.link = link;
            this.from = from;
            this.to = to;
        }

        void begin() {
            from.handler(this::take);
            from.exceptionHandler(broken -> {});
            from.closeHandler(gone -> {
                if (!link.swallows) {
                    link.close();
                }
            });
            from.resume();
        }

        private void take(Buffer bytes) {
            if (link.swallows) {
                swallowed.addAndGet(bytes.length());
            } else if (delayMs == 0 && late.isEmpty()) {
                pass(bytes);
            } else {
                delayed.incrementAndGet();
                late.add(new Late(bytes, System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMs)));
                if (late.size() == 1) {
                    later();
                }
            }
        }

        private void later() {
            long left = TimeUnit.NANOSECONDS.toMillis(late.element().due() - System.nanoTime());
            vertx.setTimer(Math.max(1, left), tick -> {
                pass(late.remove().bytes());
                if (!late.isEmpty()) {
                    later();
                }
            });
        }

        private void pass(Buffer bytes) {
            to.write(bytes).onFailure(gone -> link.close());
            if (to.writeQueueFull()) {
                from.pause();
                to.drainHandler(drained -> from.resume());
            }
        }

        private record Late(Buffer bytes, long due) {}
    }
}
