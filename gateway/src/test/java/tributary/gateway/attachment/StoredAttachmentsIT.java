package tributary.gateway.attachment;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tributary.connector.Attachments.Small;
import tributary.gateway.TestNode;
import tributary.gateway.platform.blobs.BlobTable;
import tributary.gateway.platform.postgres.TestDatabase;

/** Files that come within a message. */
class StoredAttachmentsIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private TestNode node;
    private StoredAttachments files;

    @BeforeEach
    void starts() {
        node = TestNode.fresh(DB);
        files = new StoredAttachments(
                new AttachmentTable(node.database),
                new BlobTable(node.database, TestNode.IDS),
                new UrlSignature(new byte[32]),
                Clock.systemUTC(),
                10,
                1_000);
    }

    @AfterEach
    void stops() {
        node.close();
    }

    @Test
    void keepsSmallOnesInOneGoAndTheFirstOfAnIdStays() {
        Small one = new Small(UUID.randomUUID(), "../a b.png", "image/png; x=y", Buffer.buffer("one"));
        Small two = new Small(UUID.randomUUID(), "two", "nonsense", Buffer.buffer("two is longer than ten"));

        await(files.keepAll("post", List.of(one)));
        await(files.keepAll("post", List.of(new Small(one.id(), "other", "text/plain", Buffer.buffer("other")), two)));

        assertThat(await(files.bytes(one.id(), 100))).isEqualTo(one.bytes());
        assertThat(await(files.bytes(two.id(), 100))).isEqualTo(two.bytes());
        assertThat(node.value(
                        "select string_agg(name || ' ' || type || ' ' || bytes, ', ' order by name) from attachment"))
                .isEqualTo("a b.png image/png 3, two application/octet-stream 22");
        assertThat(node.count("blob")).isEqualTo(2);
    }

    @Test
    void keepsNothingOfAnEmptyList() {
        await(files.keepAll("post", List.of()));

        assertThat(node.count("attachment")).isZero();
    }
}
