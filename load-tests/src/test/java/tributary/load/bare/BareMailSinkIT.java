package tributary.load.bare;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tributary.load.client.MailSession;

/** The mail client of the bench against its yardstick. */
class BareMailSinkIT {

    private final Vertx vertx = Vertx.vertx();

    @TempDir
    private Path folder;

    @AfterEach
    void stops() {
        vertx.close().await();
    }

    @Test
    void keepsEveryMailThatWasTold250OverSeveralConnections() throws Exception {
        Path file = folder.resolve("mails");
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        int port = new BareMailSink(vertx, channel).listen().await();
        List<Future<List<Integer>>> sessions = IntStream.range(0, 3)
                .mapToObj(session -> send(new MailSession(vertx, port), session, 0, new ArrayList<>()))
                .toList();

        Future.all(sessions).await();

        for (Future<List<Integer>> session : sessions) {
            assertThat(session.result()).isEqualTo(Collections.nCopies(60, 250));
        }
        String stored = Files.readString(file);
        for (int session = 0; session < 3; session++) {
            for (int number = 0; number < 60; number++) {
                assertThat(stored).containsOnlyOnce("Subject: mail " + session + "-" + number + "\r\n");
            }
        }
    }

    @Test
    void saysThatThereWasNoReply() {
        MailSession session = new MailSession(vertx, 1);

        assertThat(session.send("a@b.example", "c@d.example", Buffer.buffer("")).await())
                .isZero();
    }

    private Future<List<Integer>> send(MailSession line, int session, int number, List<Integer> codes) {
        if (number == 60) {
            line.close();
            return Future.succeededFuture(codes);
        }
        Buffer mail =
                Buffer.buffer("Subject: mail " + session + "-" + number + "\r\n\r\n" + "x\r\n".repeat(number * 100));
        return line.send("a@b.example", "c@d.example", mail).compose(code -> {
            codes.add(code);
            return send(line, session, number + 1, codes);
        });
    }
}
