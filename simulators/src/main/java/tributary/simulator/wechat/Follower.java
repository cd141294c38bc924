package tributary.simulator.wechat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the documents of what a follower does. */
final class Follower {

    private final Account account;
    private final Clock clock;
    private final AtomicLong messages;

    Follower(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
        this.messages = new AtomicLong(clock.millis() * 1000);
    }

    /** @param given fields of the push; who, when and the message's id are added where they are missing */
    String document(Map<String, String> given) {
        return xml(fields(given));
    }

    /** The same as JSON, as newer accounts may choose. Numbers are bare there, too. */
    String json(Map<String, String> given) {
        ObjectNode document = Platform.JSON.createObjectNode();
        fields(given).forEach((name, value) -> {
            if (value.matches("[0-9]{1,18}")) {
                document.put(name, Long.parseLong(value));
            } else {
                document.put(name, value);
            }
        });
        return document.toString();
    }

    private Map<String, String> fields(Map<String, String> given) {
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("ToUserName", account.originalId);
        fields.put("FromUserName", "oSimulated-follower-000001");
        fields.put("CreateTime", Long.toString(clock.instant().getEpochSecond()));
        fields.put("MsgType", "text");
        fields.putAll(given);
        if (!"event".equals(fields.get("MsgType"))) {
            fields.putIfAbsent("MsgId", Long.toString(messages.incrementAndGet()));
        }
        return fields;
    }

    private static String xml(Map<String, String> fields) {
        StringBuilder xml = new StringBuilder("<xml>");
        fields.forEach((name, value) -> xml.append('<')
                .append(name)
                .append('>')
                .append(text(value))
                .append("</")
                .append(name)
                .append('>'));
        return xml.append("</xml>").toString();
    }

    /** Numbers are bare, everything else is CDATA, as in real pushes. */
    private static String text(String value) {
        return value.matches("[0-9]+") ? value : "<![CDATA[" + value.replace("]]>", "]]]]><![CDATA[>") + "]]>";
    }
}
