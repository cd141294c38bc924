package tributary.config;

import java.lang.reflect.Type;
import java.util.regex.Pattern;
import tributary.config.text.Node;
import tributary.config.text.Node.Scalar;

/** What a message may show of a value that was found: never a secret. */
final class Shown {
    private static final Pattern SENSITIVE = Pattern.compile("password|secret|token|key");
    private static final Pattern USER_INFO = Pattern.compile("://[^/@\\s]*@");
    private static final int MOST = 80;

    private Shown() {}

    /** Whether the values of a key are hidden: by their type, or because the key sounds like it. */
    static boolean isSensitive(String path, Type type) {
        String key = path.substring(path.lastIndexOf('.') + 1);
        return type == Secret.class
                || RecordKeys.elementType(type).filter(Secret.class::equals).isPresent()
                || SENSITIVE.matcher(key).find();
    }

    static String node(Node node, boolean sensitive) {
        return node instanceof Scalar scalar ? text(scalar.text(), sensitive) : node.description();
    }

    /** Quoted, on one line and not too long; the user and password of a URL are left out. */
    static String text(String text, boolean sensitive) {
        if (sensitive) {
            return "a value that is not shown";
        }
        String line = USER_INFO.matcher(text).replaceAll("://***@").replaceAll("\\p{Cntrl}", " ");
        return '"' + (line.length() > MOST ? line.substring(0, MOST) + "…" : line) + '"';
    }
}
