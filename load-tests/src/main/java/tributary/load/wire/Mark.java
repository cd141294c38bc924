package tributary.load.wire;

/**
 * Names one message inside its own text, so that it is known again wherever it shows up: {@code v7-12 …} is the twelfth
 * message of visitor 7, {@code r7-2 …} the second reply to that visitor (both count from 0).
 */
public record Mark(Kind kind, int visitor, int number) {

    /** Who wrote it. */
    public enum Kind {
        VISITOR,
        REPLY,
        OTHER
    }

    private static final Mark NONE = new Mark(Kind.OTHER, -1, -1);

    /** The mark at the beginning of a text; of kind OTHER if there is none. */
    public static Mark of(String text) {
        Kind kind = kind(text);
        int dash = text.indexOf('-');
        if (kind == Kind.OTHER || dash < 2) {
            return NONE;
        }
        int visitor = digits(text, 1, dash);
        int number = digits(text, dash + 1, end(text));
        return visitor < 0 || number < 0 ? NONE : new Mark(kind, visitor, number);
    }

    /** The mark as text, filled with letters up to {@code length} characters. */
    public String text(int length) {
        String mark = (kind == Kind.VISITOR ? "v" : "r") + visitor + "-" + number;
        int fill = length - mark.length() - 1;
        return fill <= 0 ? mark : mark + " " + "x".repeat(fill);
    }

    private static Kind kind(String text) {
        if (text.startsWith("v")) {
            return Kind.VISITOR;
        }
        return text.startsWith("r") ? Kind.REPLY : Kind.OTHER;
    }

    private static int end(String text) {
        int space = text.indexOf(' ');
        return space < 0 ? text.length() : space;
    }

    private static int digits(String text, int from, int to) {
        if (from >= to || to - from > 9) {
            return -1;
        }
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
