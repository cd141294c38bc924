package tributary.connector.livechat.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Typed reads of a frame's {@code d}. */
record FrameData(ObjectNode node) {
    private static final Pattern CID = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    /** {@code null} counts as absent: some clients write it for what they do not have. */
    boolean has(String name) {
        return node.hasNonNull(name);
    }

    String cid() throws WrongException {
        String cid = text("cid", 64);
        if (!CID.matcher(cid).matches()) {
            throw new WrongException("d.cid: expected 1 to 64 of A-Z a-z 0-9 _ -");
        }
        return cid;
    }

    String text(String name, int limit) throws WrongException {
        JsonNode value = node.path(name);
        if (!value.isTextual() || value.textValue().length() > limit) {
            throw new WrongException("d." + name + ": expected a text"
                    + (limit == Integer.MAX_VALUE ? "" : " of at most " + limit + " characters"));
        }
        return value.textValue();
    }

    @Nullable
    String optionalText(String name, int limit) throws WrongException {
        return has(name) ? text(name, limit) : null;
    }

    boolean flag(String name) throws WrongException {
        JsonNode value = node.path(name);
        if (!value.isBoolean()) {
            throw new WrongException("d." + name + ": expected true or false");
        }
        return value.booleanValue();
    }

    long number(String name, long least, long most) throws WrongException {
        JsonNode value = node.path(name);
        boolean whole = value.isIntegralNumber() && value.canConvertToLong();
        if (!whole || value.longValue() < least || value.longValue() > most) {
            throw new WrongException("d." + name + ": expected a whole number from " + least
                    + (most == Long.MAX_VALUE ? "" : " to " + most));
        }
        return value.longValue();
    }

    FrameData object(String name) throws WrongException {
        if (!(node.path(name) instanceof ObjectNode object)) {
            throw new WrongException("d." + name + ": expected an object");
        }
        return new FrameData(object);
    }

    /** A list of texts; absent is empty. */
    List<String> texts(String name, int most, int limit) throws WrongException {
        if (!has(name)) {
            return List.of();
        }
        JsonNode array = node.path(name);
        if (!array.isArray() || array.size() > most) {
            throw new WrongException("d." + name + ": expected an array of at most " + most);
        }
        List<String> texts = new ArrayList<>(array.size());
        for (JsonNode element : array) {
            if (!element.isTextual() || element.textValue().length() > limit) {
                throw new WrongException("d." + name + ": expected texts of at most " + limit + " characters");
            }
            texts.add(element.textValue());
        }
        return texts;
    }

    /** The data is wrong; says where and what was expected. */
    static final class WrongException extends Exception {
        WrongException(String problem) {
            super(problem, null, false, false);
        }

        String problem() {
            return String.valueOf(getMessage());
        }
    }
}
