package tributary.gateway.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProblemTest {

    @Test
    void bearsItsCodeAndWhatElseTheCallerShouldKnow() {
        JsonObject json = new Problem(409, "stale-context", "somebody wrote", new JsonObject().put("seq", 14)).toJson();

        assertThat(json)
                .isEqualTo(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", "Conflict")
                        .put("status", 409)
                        .put("code", "stale-context")
                        .put("detail", "somebody wrote")
                        .put("seq", 14));
    }

    @Test
    void roundsTheWaitUpToWholeSeconds() {
        assertThat(Problem.rateLimited(Duration.ofMillis(1)).toJson().getLong("retryAfter"))
                .isEqualTo(1);
        assertThat(Problem.rateLimited(Duration.ofMillis(2001)).toJson().getLong("retryAfter"))
                .isEqualTo(3);
    }
}
