package tributary.connector.wechat.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.vertx.core.buffer.Buffer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import tributary.connector.UnreadableException;

/**
 * A document as names and texts: {@code ScanCodeInfo.ScanResult}. XML and JSON give the same. A document type declaration
 * refuses the whole: there is nobody to fetch anything for.
 */
public final class PushDocument {

    private static final int DEEPEST = 10;
    private static final int MOST_FIELDS = 500;
    private static final JsonMapper JSON = new JsonMapper();
    private static final XMLInputFactory XML = factory();

    private final Map<String, String> fields;

    private PushDocument(Map<String, String> fields) {
        this.fields = Map.copyOf(fields);
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("no external entities");
        });
        return factory;
    }

    /** @throws UnreadableException if it is neither such XML nor a JSON object */
    public static PushDocument read(Buffer bytes) {
        String text = text(bytes);
        String start = text.stripLeading();
        Map<String, String> fields = new TreeMap<>();
        if (start.startsWith("<")) {
            xml(text, fields);
        } else if (start.startsWith("{")) {
            json(text, fields);
        } else {
            throw new UnreadableException("document: expected XML or a JSON object");
        }
        return new PushDocument(fields);
    }

    /** Empty if it is not there. */
    public String field(String name) {
        return fields.getOrDefault(name, "");
    }

    public boolean has(String name) {
        return !field(name).isEmpty();
    }

    /**
     * SHA-256 over all names and texts, whatever their order and form.
     *
     * @param besides fields that do not count, because a repetition may say them anew
     */
    public Buffer hash(String... besides) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            Map<String, String> counted = new TreeMap<>(fields);
            counted.keySet().removeAll(List.of(besides));
            counted.forEach((name, value) -> {
                digest.update((name + '=' + value.length() + ':' + value + ';').getBytes(StandardCharsets.UTF_8));
            });
            return Buffer.buffer(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Buffer bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes.getBytes()))
                    .toString()
                    .replace("\0", "");
        } catch (CharacterCodingException e) {
            throw new UnreadableException("document: expected UTF-8");
        }
    }

    private static void xml(String text, Map<String, String> fields) {
        if (text.contains("<!DOCTYPE") || text.contains("<!ENTITY")) {
            throw new UnreadableException("document: expected no document type declaration");
        }
        try {
            XMLStreamReader reader = XML.createXMLStreamReader(new java.io.StringReader(text));
            try {
                xml(reader, fields);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException e) {
            throw new UnreadableException("document: expected well-formed XML");
        }
    }

    private static void xml(XMLStreamReader reader, Map<String, String> fields) throws XMLStreamException {
        Deque<String> path = new ArrayDeque<>();
        StringBuilder words = new StringBuilder();
        boolean leaf = false;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    path.addLast(reader.getLocalName());
                    words.setLength(0);
                    leaf = true;
                    check(path.size() <= DEEPEST, "document: expected at most " + DEEPEST + " levels");
                }
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> words.append(reader.getText());
                case XMLStreamConstants.END_ELEMENT -> {
                    if (leaf) {
                        put(fields, String.join(".", path.stream().skip(1).toList()), words.toString());
                    }
                    path.removeLast();
                    leaf = false;
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new UnreadableException("document: expected no document type declaration");
                default -> {}
            }
        }
    }

    private static void json(String text, Map<String, String> fields) {
        try {
            JsonNode root = JSON.readTree(text);
            check(root != null && root.isObject(), "document: expected a JSON object");
            json("", root, fields, 1);
        } catch (JsonProcessingException e) {
            throw new UnreadableException("document: expected JSON");
        }
    }

    private static void json(String path, JsonNode node, Map<String, String> fields, int depth) {
        check(depth <= DEEPEST, "document: expected at most " + DEEPEST + " levels");
        if (node.isObject()) {
            node.properties()
                    .forEach(member -> json(
                            path.isEmpty() ? member.getKey() : path + '.' + member.getKey(),
                            member.getValue(),
                            fields,
                            depth + 1));
        } else if (node.isArray()) {
            node.forEach(item -> json(path, item, fields, depth + 1));
        } else if (!node.isNull()) {
            put(fields, path, node.asText());
        }
    }

    private static void put(Map<String, String> fields, String name, String value) {
        check(fields.size() < MOST_FIELDS, "document: expected at most " + MOST_FIELDS + " fields");
        fields.merge(name, value, (before, now) -> before + ' ' + now);
    }

    private static void check(boolean fine, String problem) {
        if (!fine) {
            throw new UnreadableException(problem);
        }
    }
}
