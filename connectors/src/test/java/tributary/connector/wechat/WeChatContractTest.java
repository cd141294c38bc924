package tributary.connector.wechat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import tributary.connector.Connector;
import tributary.connector.ConnectorContract;
import tributary.connector.FakeGateway;
import tributary.connector.HookAnswer;
import tributary.conversation.OutboundMessage;

class WeChatContractTest extends ConnectorContract {

    private WeChatFixture account;

    @BeforeEach
    void open() throws Exception {
        account = new WeChatFixture("safe");
    }

    @AfterEach
    void close() throws Exception {
        account.close();
    }

    @Override
    protected FakeGateway gateway() {
        return account.gateway;
    }

    @Override
    protected Connector connector() {
        return account.connector;
    }

    @Override
    protected Future<Answer> bring(String id, String text) {
        return account.safe(WeChatFixture.text(id.replaceAll("\\D", ""), text)).transform(done -> {
            boolean stored = done.succeeded() && done.result().body().equals(Buffer.buffer("success"));
            return Future.succeededFuture(
                    stored ? Answer.ACKNOWLEDGED : done.failed() ? Answer.TRY_LATER : Answer.REFUSED);
        });
    }

    @Override
    protected Future<Answer> bringMalformed() {
        return account.safe("<xml>")
                .map(HookAnswer::status)
                .map(status -> status == 403 ? Answer.REFUSED : Answer.ACKNOWLEDGED);
    }

    @Override
    protected List<String> secrets() {
        return List.of(WeChatFixture.TOKEN, WeChatFixture.KEY, WeChatFixture.APP_SECRET);
    }

    @Override
    protected OutboundMessage deliverable() {
        return WeChatFixture.reply("hi");
    }
}
