package tributary.connector.wechat.kf;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tributary.connector.UnreadableException;
import tributary.conversation.Author;
import tributary.conversation.AwaitedFile;
import tributary.conversation.Card;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.ActionTaken;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.conversation.ReplyGrant;

/** Reads one entry of a pull: pure, so that what came in can be read again. Source: WeCom, "读取消息" (sync_msg). */
final class KfReader {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int SERVICER = 5;

    private final KfConfig config;

    KfReader(KfConfig config) {
        this.config = config;
    }

    static JsonNode parse(Buffer raw) {
        try {
            JsonNode entry = JSON.readTree(raw.toString(StandardCharsets.UTF_8));
            if (entry != null && entry.isObject()) {
                return entry;
            }
        } catch (JsonProcessingException e) {
            // Said below, without the words of the payload.
        }
        throw new UnreadableException("entry: expected a JSON object");
    }

    /**
     * @return empty if it is about nobody's conversation, such as a colleague's working hours
     * @throws UnreadableException if it has no id, time or type
     */
    Optional<ConversationEvent> event(JsonNode entry) {
        String id = required(entry, "msgid");
        String type = required(entry, "msgtype");
        if (!entry.path("send_time").canConvertToLong()) {
            throw new UnreadableException("send_time: expected seconds");
        }
        Instant at = Instant.ofEpochSecond(entry.path("send_time").asLong());
        boolean event = type.equals("event");
        String customer = event
                ? entry.path("event").path("external_userid").asText("")
                : entry.path("external_userid").asText("");
        if (customer.isEmpty()) {
            return Optional.empty();
        }
        PartyKey party = new PartyKey(config.name(), new IdentityKey("wecom-external", config.corpId(), customer));
        return Optional.of(event ? happened(entry.path("event"), id, party, at) : message(entry, id, type, party, at));
    }

    private MessageReceived message(JsonNode entry, String id, String type, PartyKey party, Instant at) {
        boolean ours = entry.path("origin").asInt() == SERVICER;
        JsonNode content = entry.path(type);
        return new MessageReceived(
                party,
                "msg/" + id,
                null,
                ours ? Author.agent(entry.path("servicer_userid").asText("")) : Author.contact("", null),
                content.path("content").asText(""),
                List.of(),
                null,
                null,
                at,
                card(content, type),
                files(content, type, id),
                ours ? null : ReplyGrant.window("message", at.plus(config.window()), config.perMessage()));
    }

    private static @Nullable Card card(JsonNode content, String type) {
        return switch (type) {
            case "text" -> content.hasNonNull("menu_id") ? card("menu-answer", content, "item", "menu_id") : null;
            case "image", "voice", "video", "file" -> null;
            case "location" ->
                card(
                        "location",
                        content,
                        "latitude",
                        "latitude",
                        "longitude",
                        "longitude",
                        "title",
                        "name",
                        "address",
                        "address");
            case "link" -> card("link", content, "title", "title", "description", "desc", "url", "url");
            case "miniprogram" -> card("mini-program", content, "title", "title", "page", "pagepath");
            case "business_card" -> card("business-card", content, "user", "userid");
            default -> new Card(Card.UNSUPPORTED, Map.of("type", type));
        };
    }

    private List<AwaitedFile> files(JsonNode content, String type, String id) {
        String media = content.path("media_id").asText("");
        UUID file = UUID.nameUUIDFromBytes((config.name() + '/' + id).getBytes(StandardCharsets.UTF_8));
        return media.isEmpty()
                ? List.of()
                : switch (type) {
                    case "image" -> List.of(new AwaitedFile(file, "image.jpg", "image/jpeg", media));
                    case "voice" -> List.of(new AwaitedFile(file, "voice.amr", "audio/amr", media));
                    case "video" -> List.of(new AwaitedFile(file, "video.mp4", "video/mp4", media));
                    case "file" -> List.of(new AwaitedFile(file, "file", "application/octet-stream", media));
                    default -> List.of();
                };
    }

    private static ConversationEvent happened(JsonNode event, String id, PartyKey party, Instant at) {
        String type = event.path("event_type").asText("");
        return switch (type) {
            case "enter_session" ->
                act(party, id, card("entered", event, "scene", "scene", "parameter", "scene_param"), at, null);
            case "msg_send_fail" -> failed(event, id, party, at);
            case "session_status_change" -> session(event, id, party, at);
            case "user_recall_msg", "servicer_recall_msg" ->
                act(
                        party,
                        "recall-" + event.path("recall_msgid").asText(id),
                        card("recalled", event, "message", "recall_msgid"),
                        at,
                        null);
            default -> act(party, id, new Card(Card.UNSUPPORTED, Map.of("type", type)), at, null);
        };
    }

    private static ConversationEvent failed(JsonNode event, String id, PartyKey party, Instant at) {
        int why = event.path("fail_type").asInt(0);
        String mark = event.path("fail_msgid").asText("");
        ReplyGrant grant = switch (why) {
            case 4, 5 -> ReplyGrant.closed("window-closed");
            case 6 -> ReplyGrant.closed("count-used-up");
            case 10 -> ReplyGrant.closed("refuses-messages");
            default -> null;
        };
        return new DeliveryReported(
                party,
                "event/" + id,
                MessageMark.read(mark).orElse(null),
                "failed",
                "fail_type " + why,
                at,
                mark.isEmpty() ? "-" : mark,
                grant,
                null);
    }

    /** A colleague in WeCom has the session, or it is over: until the customer writes again nothing may be sent. */
    private static ActionTaken session(JsonNode event, String id, PartyKey party, Instant at) {
        int change = event.path("change_type").asInt(0);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("change", change == 1 ? "taken" : change == 2 ? "passed-on" : change == 3 ? "ended" : "other");
        String servicer = event.path("new_servicer_userid").asText("");
        if (!servicer.isEmpty()) {
            facts.put("by", servicer);
        }
        return act(
                party,
                id,
                new Card("session", facts),
                at,
                ReplyGrant.closed(change == 3 ? "session-ended" : "taken-over"));
    }

    private static ActionTaken act(PartyKey party, String id, Card card, Instant at, @Nullable ReplyGrant grant) {
        return new ActionTaken(party, "event/" + id, card, Map.of(), at, grant);
    }

    private static Card card(String kind, JsonNode from, String... namesAndFields) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFields.length; i += 2) {
            String value = from.path(namesAndFields[i + 1]).asText("");
            if (!value.isEmpty()) {
                facts.put(namesAndFields[i], value);
            }
        }
        return new Card(kind, facts);
    }

    private static String required(JsonNode entry, String field) {
        String value = entry.path(field).asText("");
        if (value.isEmpty()) {
            throw new UnreadableException(field + ": expected a value, found nothing");
        }
        return value;
    }
}
