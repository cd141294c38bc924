package tributary.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tributary.gateway.api.ApiNode.Answer;
import tributary.gateway.api.Description.Described;
import tributary.gateway.api.call.Operation;
import tributary.gateway.platform.postgres.TestDatabase;

/** Every described operation, by everybody: who gets in, and that a forbidden resource looks like an absent one. */
class ApiMatrixIT {

    private static final String ABSENT = "00000000-0000-7000-8000-0000000000ff";
    private static final String ELSEWHERE = "00000000-0000-7000-8000-000000000002";
    private static final List<String> UNLISTED = List.of("getDescription", "getExplorer", "getFile", "getPicture");
    private static final Map<String, List<String>> ADMITTED = Map.of(
            "public", List.of("nobody", "none", "web", "supervisor", "admin"),
            "agent", List.of("none", "web", "supervisor", "admin"),
            "supervisor", List.of("supervisor", "admin"),
            "admin", List.of("admin"));

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private static final Description DESCRIPTION = Description.read();
    private static ApiNode node;

    @BeforeAll
    static void start() {
        node = new ApiNode(DB).start();
    }

    @Test
    void theDescriptionAndTheRoutesNameTheSameOperationsWithTheSamePolicies() {
        List<String> described = DESCRIPTION.operations().stream()
                .filter(operation -> !UNLISTED.contains(operation.id()))
                .map(operation ->
                        operation.id() + ' ' + operation.method() + ' ' + operation.path() + ' ' + operation.policy())
                .toList();

        assertThat(described)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Operation.values())
                        .map(operation -> operation.id()
                                + ' '
                                + operation.method()
                                + ' '
                                + operation.path().replaceAll(":(\\w+)", "{$1}")
                                + ' '
                                + operation.policy().name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("everyCall")
    void letsInWhoeverThePolicySaysAndAnswersAsDescribed(String who, Described operation) {
        Answer answer = node.call(who, operation.method(), path(operation, ABSENT, "999"), body(operation));

        if (ADMITTED.get(operation.policy()).contains(who)) {
            assertThat(answer.status()).isNotIn(500, 405);
            assertThat(answer.status() == 401 && !operation.id().equals("postSession"))
                    .isFalse();
        } else {
            assertThat(answer.status()).isEqualTo(who.equals("nobody") ? 401 : 403);
        }
        assertThat(DESCRIPTION.problem(
                        operation.id(), answer.status(), answer.response().body()))
                .as(answer.response().body())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("callsOnOneResource")
    void whatIsInAnotherInboxLooksLikeWhatIsNotThere(Described operation) {
        Answer absent = node.call("web", operation.method(), path(operation, ABSENT, "999"), body(operation));
        Answer forbidden = node.call("web", operation.method(), path(operation, ELSEWHERE, "2"), body(operation));

        assertThat(forbidden.status()).isEqualTo(404).isEqualTo(absent.status());
        assertThat(forbidden.response().body()).isEqualTo(absent.response().body());
    }

    @ParameterizedTest
    @MethodSource("callsWithBody")
    void refusesAMemberNobodyDescribed(Described operation) {
        Answer answer = node.call("admin", operation.method(), path(operation, ABSENT, "1"), "{\"colour\":1}");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.code()).isEqualTo("unknown-member");
    }

    @ParameterizedTest
    @MethodSource("callsWithBody")
    void refusesAnArrayAndATextWhereAnObjectIsDue(Described operation) {
        for (String wrong : List.of("[]", "\"x\"", "{", "7")) {
            Answer answer = node.call("admin", operation.method(), path(operation, ABSENT, "1"), wrong);

            assertThat(answer.code()).isEqualTo("bad-request");
        }
    }

    static Stream<Arguments> everyCall() {
        List<Arguments> calls = new ArrayList<>();
        for (Described operation : DESCRIPTION.operations()) {
            for (String who : List.of("nobody", "none", "web", "supervisor", "admin")) {
                if (!UNLISTED.contains(operation.id())) {
                    calls.add(Arguments.of(who, operation));
                }
            }
        }
        return calls.stream();
    }

    static Stream<Described> callsOnOneResource() {
        return DESCRIPTION.operations().stream()
                .filter(operation -> operation.path().matches("/api/v1/(tickets|messages|contacts)/.*"));
    }

    static Stream<Described> callsWithBody() {
        return DESCRIPTION.operations().stream()
                .filter(operation -> operation.members().containsKey("requestBody")
                        && !operation.id().equals("postAttachment"));
    }

    private static String path(Described operation, String id, String number) {
        return operation.path().replace("{id}", id).replace("{number}", number).replace("{name}", "web");
    }

    private static String body(Described operation) {
        return switch (operation.id()) {
            case "postSetup" ->
                "{\"token\":\"x\",\"email\":\"a@example.com\",\"name\":\"a\",\"password\":\"0123456789\"}";
            case "postSession" -> "{\"email\":\"a@example.com\",\"password\":\"0123456789\"}";
            case "postMessage" -> "{\"kind\":\"note\",\"text\":\"x\"}";
            case "postRead" -> "{\"seq\":1}";
            case "resolveDelivery" -> "{\"action\":\"sent\"}";
            case "patchContact", "postToken" -> "{\"name\":\"x\"}";
            case "postAgent" ->
                "{\"email\":\"n@example.com\",\"name\":\"n\",\"role\":\"agent\",\"password\":\"0123456789\"}";
            case "postAttachment" -> null;
            default -> operation.method().equals("GET") || operation.method().equals("DELETE") ? null : "{}";
        };
    }
}
