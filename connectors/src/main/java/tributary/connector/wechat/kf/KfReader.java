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
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.conversation.ReplyGrant;

/** Reads one entry of a pull: pure, so that what came in can be read again. Source: WeCom, "读取消息" (sync_msg). */
final class KfReader {

    private static final JsonMapper JSON = new JsonMapper();
    /** {@code origin}: who made it. */
    static final int CUSTOMER = 3;

    private static final int SERVICER = 5;

    /** Source: WeCom, "消息发送失败事件". */
    private static final Map<Integer, String> FAILURES = Map.ofEntries(
            Map.entry(1, "fail_type 1: the account is deleted"),
            Map.entry(2, "fail_type 2: the application is closed"),
            Map.entry(4, "fail_type 4: the session is older than 48 hours"),
            Map.entry(5, "fail_type 5: the session is closed"),
            Map.entry(6, "fail_type 6: more than 5 messages"),
            Map.entry(7, "fail_type 7: no channel (视频号) is bound"),
            Map.entry(8, "fail_type 8: the company is not verified"),
            Map.entry(9, "fail_type 9: no channel is bound, and the company is not verified"),
            Map.entry(10, "fail_type 10: the customer refuses messages"));

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
        String customer = customer(entry);
        if (customer.isEmpty()) {
            return Optional.empty();
        }
        PartyKey party = new PartyKey(config.name(), new IdentityKey("wecom-external", config.corpId(), customer));
        return Optional.of(event ? happened(entry.path("event"), id, party, at) : message(entry, id, type, party, at));
    }

    /** Of events it is said within the event. Empty if it is about no customer. */
    static String customer(JsonNode entry) {
        JsonNode place = entry.path("msgtype").asText("").equals("event") ? entry.path("event") : entry;
        return place.path("external_userid").asText("");
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
                ours ? takenOver(at) : ReplyGrant.window("message", at.plus(config.window()), config.perMessage()));
    }

    private static @Nullable Card card(JsonNode content, String type) {
        return switch (type) {
            case "text" -> content.hasNonNull("menu_id") ? card(content, "menu-answer", "item", "menu_id") : null;
            case "image", "voice", "video", "file" -> null;
            case "location" ->
                card(
                        content,
                        "location",
                        "latitude",
                        "latitude",
                        "longitude",
                        "longitude",
                        "title",
                        "name",
                        "address",
                        "address");
            case "link" -> card(content, "link", "title", "title", "description", "desc", "url", "url");
            case "miniprogram" -> card(content, "mini-program", "title", "title", "page", "pagepath");
            case "business_card" -> card(content, "business-card", "user", "userid");
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

    private ConversationEvent happened(JsonNode event, String id, PartyKey party, Instant at) {
        String type = event.path("event_type").asText("");
        return switch (type) {
            case "enter_session" ->
                act(party, id, card(event, "entered", "scene", "scene", "parameter", "scene_param"), at, null);
            case "msg_send_fail" -> failed(event, id, party, at);
            case "session_status_change" -> session(event, id, party, at);
            case KfSessions.STATE -> {
                boolean ended = event.path("service_state").asInt() == KfSessions.ENDED;
                yield act(
                        party,
                        id,
                        new Card("session", Map.of("change", ended ? "ended" : "taken")),
                        at,
                        ended ? ReplyGrant.closed("session-ended") : takenOver(at));
            }
            case KfCustomers.PROFILE ->
                new ProfileGiven(party, id, facts(event, "name", "nickname", "wechat-unionid", "unionid"), at);
            case "reject_customer_msg_switch_change" ->
                act(party, id, card(event, "session", "by", "servicer_userid", "rejects", "reject_switch"), at, null);
            case "user_recall_msg", "servicer_recall_msg" ->
                act(party, "recall-" + event.path("recall_msgid").asText(id), new Card("recalled", Map.of()), at, null);
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
                FAILURES.getOrDefault(why, "fail_type " + why),
                at,
                mark.isEmpty() ? "-" : mark,
                grant,
                null);
    }

    /** A colleague in WeCom has the session until it is over; then nothing may be sent before the customer writes again. */
    private ActionTaken session(JsonNode event, String id, PartyKey party, Instant at) {
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
                change == 3 ? ReplyGrant.closed("session-ended") : takenOver(at));
    }

    /** A session lasts no longer than the customer may be answered; so does a hold whose end nobody told us. */
    private ReplyGrant takenOver(Instant at) {
        return ReplyGrant.held("taken-over", at.plus(config.window()));
    }

    private static ActionTaken act(PartyKey party, String id, Card card, Instant at, @Nullable ReplyGrant grant) {
        return new ActionTaken(party, "event/" + id, card, Map.of(), at, grant);
    }

    private static Card card(JsonNode from, String kind, String... namesAndFields) {
        return new Card(kind, facts(from, namesAndFields));
    }

    private static Map<String, String> facts(JsonNode from, String... namesAndFields) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFields.length; i += 2) {
            String value = from.path(namesAndFields[i + 1]).asText("");
            if (!value.isEmpty()) {
                facts.put(namesAndFields[i], value);
            }
        }
        return facts;
    }

    private static String required(JsonNode entry, String field) {
        String value = entry.path(field).asText("");
        if (value.isEmpty()) {
            throw new UnreadableException(field + ": expected a value, found nothing");
        }
        return value;
    }
}
