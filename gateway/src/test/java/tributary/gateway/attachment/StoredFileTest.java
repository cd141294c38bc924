package tributary.gateway.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tributary.conversation.Attachment;

class StoredFileTest {

    @ParameterizedTest
    @CsvSource({
        "image/png,  89504e470d0a1a0a,         image/png",
        "text/html,  89504e470d0a1a0a,         image/png",
        "image/png,  ffd8ffe0,                 image/jpeg",
        "image/gif,  474946383961,             image/gif",
        "image/webp, 524946460000000057454250, image/webp"
    })
    void aPictureIsShownAsWhatItsFirstBytesProve(String type, String head, String served) {
        StoredFile file = file("a.png", type, head);

        assertThat(file.servedType()).isEqualTo(served);
        assertThat(file.disposition()).startsWith("inline");
    }

    @ParameterizedTest
    @CsvSource({
        "image/png,       3c68746d6c3e, application/octet-stream",
        "image/svg+xml,   3c7376673e,   application/octet-stream",
        "text/html,       3c68746d6c3e, text/html",
        "application/pdf, 25504446,     application/pdf",
        "bad type,        25504446,     application/octet-stream"
    })
    void anythingElseIsSavedAndNeverPassedOffAsAPicture(String type, String head, String served) {
        StoredFile file = file("a.html", type, head);

        assertThat(file.servedType()).isEqualTo(served);
        assertThat(file.disposition()).startsWith("attachment");
    }

    @Test
    void aNameCannotLeaveItsHeader() {
        assertThat(file("发票\"; x=\r\n.pdf", "application/pdf", "25").disposition())
                .isEqualTo("attachment; filename=\"___; x=__.pdf\"; filename*=UTF-8''"
                        + "%E5%8F%91%E7%A5%A8%22%3B%20x%3D%0D%0A.pdf");
    }

    private static StoredFile file(String name, String type, String head) {
        return new StoredFile(
                new Attachment(new UUID(0, 1), name, type, 10),
                new UUID(0, 2),
                Buffer.buffer(HexFormat.of().parseHex(head)));
    }
}
