package tributary.connector.livechat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tributary.connector.Connector;
import tributary.connector.ConnectorContract;
import tributary.connector.FakeGateway;
import tributary.conversation.Author;
import tributary.conversation.OutboundMessage;

class LiveChatContractTest extends ConnectorContract {
    private LiveChatFixture chat;
    private Widget widget;

    @BeforeEach
    void open() throws Exception {
        chat = new LiveChatFixture(LiveChatFixture.config());
        widget = chat.connect();
        widget.hello();
    }

    @AfterEach
    void close() throws Exception {
        chat.close();
    }

    @Override
    protected FakeGateway gateway() {
        return chat.gateway;
    }

    @Override
    protected Connector connector() {
        return chat.connector;
    }

    @Override
    protected Future<Answer> bring(String id, String text) {
        int request = widget.message(id, text);
        return onThread(() -> {
            JsonObject answer = widget.answer(request);
            boolean ok = answer.getString("t").equals("ok");
            boolean later = !ok && answer.getJsonObject("d").containsKey("retryAfter");
            return ok ? Answer.ACKNOWLEDGED : later ? Answer.TRY_LATER : Answer.REFUSED;
        });
    }

    @Override
    protected Future<Answer> bringMalformed() {
        widget.sendText("{\"t\":");
        return onThread(() -> widget.closeCode() == 3501 ? Answer.REFUSED : Answer.ACKNOWLEDGED);
    }

    @Override
    protected List<String> secrets() {
        return List.of(LiveChatFixture.SECRET);
    }

    @Override
    protected OutboundMessage deliverable() {
        return new OutboundMessage(
                UUID.randomUUID(), LiveChatFixture.visitor("v_1"), Author.agent("Li"), "hi", List.of(), null);
    }

    private interface Reading {
        Answer read() throws Exception;
    }

    private static Future<Answer> onThread(Reading reading) {
        Promise<Answer> answer = Promise.promise();
        Thread thread = new Thread(() -> {
            try {
                answer.complete(reading.read());
            } catch (Exception | AssertionError e) {
                answer.fail(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return answer.future();
    }
}
