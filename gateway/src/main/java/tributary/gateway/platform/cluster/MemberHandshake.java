package tributary.gateway.platform.cluster;

import com.hazelcast.nio.MemberSocketInterceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Both sides of a member's connection prove that they have the cluster's secret, each over a fresh number of the other,
 * before Hazelcast reads a byte: its free edition asks a member for no more than the cluster's name, and reads objects from
 * whoever connects. Runs on Hazelcast's own threads, which may block.
 *
 * <p>Wire: the connecting side sends 8 bytes of greeting and 32 random bytes; the accepting one 32 random bytes and its
 * code; the connecting one its code.
 */
final class MemberHandshake implements MemberSocketInterceptor {

    static final String REFUSED = "tributary_cluster_strangers_total";

    private static final Logger LOG = LoggerFactory.getLogger(MemberHandshake.class);
    private static final long EACH_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final byte[] GREETING = "tributa1".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] CONNECTS = "connects".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ACCEPTS = "accepts".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER = 32;
    private static final int PATIENCE_MS = 3_000;

    private final byte[] key;
    private final SecureRandom random = new SecureRandom();
    private final Counter refused;
    private final AtomicLong told = new AtomicLong(System.nanoTime() - EACH_NANOS);

    MemberHandshake(byte[] key, MeterRegistry meters) {
        this.key = key.clone();
        this.refused = meters.counter(REFUSED);
    }

    @Override
    public void init(Properties properties) {
        // Made with all it needs.
    }

    @Override
    public void onConnect(Socket socket) throws IOException {
        byte[] mine = number();
        OutputStream out = socket.getOutputStream();
        out.write(joined(GREETING, mine));
        out.flush();
        Answers in = new Answers(socket);
        byte[] theirs = in.read(NUMBER);
        expect(socket, in.read(ClusterKeys.CODE), ClusterKeys.code(key, ACCEPTS, mine, theirs));
        out.write(ClusterKeys.code(key, CONNECTS, mine, theirs));
        out.flush();
        in.done();
    }

    @Override
    public void onAccept(Socket socket) throws IOException {
        Answers in = new Answers(socket);
        expect(socket, in.read(GREETING.length), GREETING);
        byte[] theirs = in.read(NUMBER);
        byte[] mine = number();
        OutputStream out = socket.getOutputStream();
        out.write(joined(mine, ClusterKeys.code(key, ACCEPTS, theirs, mine)));
        out.flush();
        expect(socket, in.read(ClusterKeys.CODE), ClusterKeys.code(key, CONNECTS, theirs, mine));
        in.done();
    }

    /** Said once a minute at most: who knocks does so again and again. */
    private void expect(Socket socket, byte[] found, byte[] expected) throws IOException {
        if (!MessageDigest.isEqual(found, expected)) {
            refused.increment();
            long last = told.get();
            if (System.nanoTime() - last >= EACH_NANOS && told.compareAndSet(last, System.nanoTime())) {
                LOG.atWarn()
                        .addKeyValue("address", socket.getRemoteSocketAddress())
                        .log(
                                "no member: somebody without this cluster's secret; is cluster.secret the same on each node?");
            }
            throw new IOException("expected a member of this cluster, found somebody without its secret");
        }
    }

    private byte[] number() {
        byte[] number = new byte[NUMBER];
        random.nextBytes(number);
        return number;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Reads exactly what is asked for, so that what follows is left to Hazelcast. */
    private static final class Answers {
        private final Socket socket;
        private final DataInputStream in;
        private final int patience;

        Answers(Socket socket) throws IOException {
            this.socket = socket;
            this.patience = socket.getSoTimeout();
            socket.setSoTimeout(PATIENCE_MS);
            this.in = new DataInputStream(socket.getInputStream());
        }

        byte[] read(int bytes) throws IOException {
            byte[] read = new byte[bytes];
            in.readFully(read);
            return read;
        }

        void done() throws IOException {
            socket.setSoTimeout(patience);
        }
    }
}
