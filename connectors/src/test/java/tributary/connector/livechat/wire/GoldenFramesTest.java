package tributary.connector.livechat.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The golden frames that the widget's tests read too: each that a client sends is understood as what it is. */
class GoldenFramesTest {
    private static final Path FIXTURES = Path.of("../chat-widget/fixtures");
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, Class<? extends VisitorFrame>> TYPES = Map.ofEntries(
            Map.entry("hello", VisitorFrame.Hello.class),
            Map.entry("msg.send", VisitorFrame.MessageSend.class),
            Map.entry("typing", VisitorFrame.Typing.class),
            Map.entry("read", VisitorFrame.Read.class),
            Map.entry("page", VisitorFrame.Page.class),
            Map.entry("form.submit", VisitorFrame.FormSubmit.class),
            Map.entry("hist.get", VisitorFrame.HistoryGet.class),
            Map.entry("conv.close", VisitorFrame.ConversationClose.class),
            Map.entry("ident", VisitorFrame.Ident.class),
            Map.entry("logout", VisitorFrame.Logout.class),
            Map.entry("up.begin", VisitorFrame.UploadBegin.class),
            Map.entry("sync", VisitorFrame.Sync.class),
            Map.entry("pong", VisitorFrame.Pong.class));

    @TestFactory
    Stream<DynamicTest> everyClientFrameIsUnderstood() throws IOException {
        return frames("c2s").stream()
                .map(golden -> DynamicTest.dynamicTest(golden.path("name").asText(), () -> understood(golden)));
    }

    @TestFactory
    Stream<DynamicTest> everyServerFrameIsWrittenInItsGoldenShape() throws IOException {
        return frames("s2c").stream()
                .filter(golden -> ServerFrames.writes(golden.path("frame")))
                .map(golden -> DynamicTest.dynamicTest(
                        golden.path("name").asText(),
                        () -> assertThat(MAPPER.readTree(ServerFrames.rewrite(golden.path("frame"))))
                                .isEqualTo(golden.path("frame"))));
    }

    private static void understood(JsonNode golden) throws BadFrameException {
        JsonNode frame = golden.path("frame");

        List<VisitorFrame> read = FrameReader.read(frame.toString());

        assertThat(read).hasSize(1);
        assertThat(read.get(0)).isInstanceOf(TYPES.get(frame.path("t").asText()));
        assertThat(read.get(0).id()).isEqualTo(frame.path("id").asLong(VisitorFrame.NO_ID));
    }

    private static List<JsonNode> frames(String direction) throws IOException {
        List<JsonNode> frames = new ArrayList<>();
        try (Stream<Path> files = Files.list(FIXTURES)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                MAPPER.readTree(file.toFile()).forEach(frames::add);
            }
        }
        frames.removeIf(golden -> !golden.path("direction").asText().equals(direction));
        assertThat(frames).isNotEmpty();
        return frames;
    }
}
