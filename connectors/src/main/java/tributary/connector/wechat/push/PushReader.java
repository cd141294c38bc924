package tributary.connector.wechat.push;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tributary.connector.UnreadableException;
import tributary.conversation.Author;
import tributary.conversation.AwaitedFile;
import tributary.conversation.Card;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.ActionTaken;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;
import tributary.conversation.ReplyGrant;

/** Reads a push: pure, so that what came in can be read again. */
public final class PushReader {

    private static final String MESSAGE_WINDOW = "message";
    private static final String ACTION_WINDOW = "action";

    private final String inbox;
    private final String appId;
    private final WindowConfig windows;

    public PushReader(String inbox, String appId, WindowConfig windows) {
        this.inbox = inbox;
        this.appId = appId;
        this.windows = windows;
    }

    /** @throws UnreadableException if it says not from whom or when it came, or what it is */
    public ConversationEvent event(PushDocument push) {
        PartyKey party = party(push);
        Instant at = at(push);
        String type = push.has("MsgType") ? push.field("MsgType") : "unknown";
        return type.equals("event") ? happened(push, party, at) : message(push, type, party, at);
    }

    private PartyKey party(PushDocument push) {
        return new PartyKey(inbox, new IdentityKey("openid", appId, required(push, "FromUserName")));
    }

    private static Instant at(PushDocument push) {
        String seconds = required(push, "CreateTime");
        if (!seconds.matches("[0-9]{1,11}")) {
            throw new UnreadableException("CreateTime: expected seconds");
        }
        return Instant.ofEpochSecond(Long.parseLong(seconds));
    }

    private MessageReceived message(PushDocument push, String type, PartyKey party, Instant at) {
        String id = "msg/" + (push.has("MsgId") ? push.field("MsgId") : contentId(push));
        boolean menu = push.has("bizmsgmenuid");
        return new MessageReceived(
                party,
                id,
                null,
                Author.contact("", null),
                type.equals("text") ? push.field("Content") : push.field("Recognition"),
                List.of(),
                null,
                null,
                at,
                card(push, type),
                files(push, type, id),
                menu ? action(at) : grant(at));
    }

    private @Nullable Card card(PushDocument push, String type) {
        return switch (type) {
            case "text" -> push.has("bizmsgmenuid") ? card("menu-answer", push, "item", "bizmsgmenuid") : null;
            case "image", "voice", "video", "shortvideo" -> push.has("MediaId") ? null : unsupported(type, push);
            case "location" ->
                card("location", push, "latitude", "Location_X", "longitude", "Location_Y", "title", "Label");
            case "link" -> card("link", push, "title", "Title", "description", "Description", "url", "Url");
            case "file" -> push.has("MediaId") ? null : unsupported(type, push);
            default -> unsupported(type, push);
        };
    }

    private static Card unsupported(String type, PushDocument push) {
        Map<String, String> facts = new LinkedHashMap<>(facts(push, "title", "Title", "description", "Description"));
        facts.put("type", type);
        return new Card(Card.UNSUPPORTED, facts);
    }

    private List<AwaitedFile> files(PushDocument push, String type, String id) {
        if (!push.has("MediaId")) {
            return List.of();
        }
        UUID file = UUID.nameUUIDFromBytes((inbox + '/' + id).getBytes(StandardCharsets.UTF_8));
        return switch (type) {
            case "image" -> List.of(new AwaitedFile(file, "image.jpg", "image/jpeg", push.field("MediaId")));
            case "voice" ->
                List.of(new AwaitedFile(
                        file, "voice." + word(push.field("Format"), "amr"), "audio/amr", push.field("MediaId")));
            case "video", "shortvideo" ->
                List.of(new AwaitedFile(file, "video.mp4", "video/mp4", push.field("MediaId")));
            case "file" ->
                List.of(new AwaitedFile(
                        file,
                        push.has("Title") ? push.field("Title") : "file",
                        "application/octet-stream",
                        push.field("MediaId")));
            default -> List.of();
        };
    }

    private ConversationEvent happened(PushDocument push, PartyKey party, Instant at) {
        String event = push.has("Event") ? push.field("Event") : "unknown";
        String id = eventId(push);
        String scene = push.field("EventKey").replaceFirst("^qrscene_", "");
        return switch (event.toLowerCase(java.util.Locale.ROOT)) {
            case "subscribe" ->
                act(
                        party,
                        id,
                        card("followed", scene),
                        scene.isEmpty() ? Map.of() : Map.of("wechat-scene", scene),
                        at,
                        action(at));
            case "unsubscribe" ->
                act(party, id, new Card("unfollowed", Map.of()), Map.of(), at, ReplyGrant.closed("unfollowed"));
            case "scan" ->
                act(
                        party,
                        id,
                        card("scanned", scene),
                        scene.isEmpty() ? Map.of() : Map.of("wechat-scene", scene),
                        at,
                        action(at));
            case "location" ->
                new ProfileGiven(
                        party,
                        id,
                        facts(
                                push,
                                "wechat-latitude",
                                "Latitude",
                                "wechat-longitude",
                                "Longitude",
                                "wechat-precision",
                                "Precision"),
                        at);
            case "click" -> act(party, id, card("menu-click", push, "key", "EventKey"), Map.of(), at, action(at));
            case "scancode_push", "scancode_waitmsg" ->
                act(
                        party,
                        id,
                        card("menu-scan", push, "key", "EventKey", "result", "ScanCodeInfo.ScanResult"),
                        Map.of(),
                        at,
                        action(at));
            case "view" -> act(party, id, card("menu-link", push, "url", "EventKey"), Map.of(), at, null);
            case "view_miniprogram" -> act(party, id, card("menu-page", push, "page", "EventKey"), Map.of(), at, null);
            case "pic_sysphoto", "pic_photo_or_album", "pic_weixin" ->
                act(
                        party,
                        id,
                        card("menu-photos", push, "key", "EventKey", "count", "SendPicsInfo.Count"),
                        Map.of(),
                        at,
                        null);
            case "location_select" ->
                act(
                        party,
                        id,
                        card(
                                "location",
                                push,
                                "latitude",
                                "SendLocationInfo.Location_X",
                                "longitude",
                                "SendLocationInfo.Location_Y",
                                "title",
                                "SendLocationInfo.Poiname",
                                "address",
                                "SendLocationInfo.Label"),
                        Map.of(),
                        at,
                        null);
            case "user_authorization_revoke", "user_info_modified" ->
                act(party, id, new Card("privacy-notice", Map.of("type", event)), Map.of(), at, null);
            case "templatesendjobfinish", "masssendjobfinish" ->
                act(party, id, card("broadcast", push, "type", "Event", "status", "Status"), Map.of(), at, null);
            case "kf_create_session", "kf_close_session", "kf_switch_session" ->
                act(party, id, card("vendor-desk", push, "type", "Event", "by", "KfAccount"), Map.of(), at, null);
            case "subscribe_msg_popup_event", "subscribe_msg_change_event", "subscribe_msg_sent_event" ->
                act(party, id, card("subscription", push, "type", "Event"), Map.of(), at, null);
            default -> act(party, id, new Card(Card.UNSUPPORTED, Map.of("type", event)), Map.of(), at, null);
        };
    }

    private static ActionTaken act(
            PartyKey party, String id, Card card, Map<String, String> facts, Instant at, @Nullable ReplyGrant grant) {
        return new ActionTaken(party, id, card, facts, at, grant);
    }

    /** Two events of one person in one second differ in what they say of themselves (sheet, section 6). */
    private static String eventId(PushDocument push) {
        String key = Stream.of("FromUserName", "CreateTime", "Event", "EventKey", "Ticket", "MenuId", "MsgID", "MsgId")
                .map(push::field)
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining("/"));
        try {
            return "event/" + hex(MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For what comes without an id of the provider. */
    private static String contentId(PushDocument push) {
        return "content-" + hex(push.hash().getBytes());
    }

    private static String hex(byte[] hash) {
        return HexFormat.of().formatHex(hash, 0, 16);
    }

    private ReplyGrant grant(Instant at) {
        return ReplyGrant.window(MESSAGE_WINDOW, at.plus(windows.message()), windows.perMessage());
    }

    private ReplyGrant action(Instant at) {
        return ReplyGrant.window(ACTION_WINDOW, at.plus(windows.action()), windows.perAction());
    }

    private static Card card(String kind, String scene) {
        return new Card(kind, scene.isEmpty() ? Map.of() : Map.of("scene", scene));
    }

    private static Card card(String kind, PushDocument push, String... namesAndFields) {
        return new Card(kind, facts(push, namesAndFields));
    }

    private static Map<String, String> facts(PushDocument push, String... namesAndFields) {
        Map<String, String> facts = new LinkedHashMap<>();
        for (int i = 0; i < namesAndFields.length; i += 2) {
            if (push.has(namesAndFields[i + 1])) {
                facts.put(namesAndFields[i], push.field(namesAndFields[i + 1]));
            }
        }
        return facts;
    }

    private static String word(String text, String otherwise) {
        return text.matches("[a-z0-9]{1,8}") ? text : otherwise;
    }

    private static String required(PushDocument push, String field) {
        if (!push.has(field)) {
            throw new UnreadableException(field + ": expected a value, found nothing");
        }
        return push.field(field);
    }
}
