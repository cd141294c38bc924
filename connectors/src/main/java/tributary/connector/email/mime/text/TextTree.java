package tributary.connector.email.mime.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The texts of a mail as its multiparts order them: one after the other, or one instead of the other. */
public sealed interface TextTree {
    /** Readable text; may be empty. */
    String text();

    /** The HTML of it, unless there is none. */
    Optional<String> html();

    /** Whether plain text is in it. */
    boolean plain();

    /** A text/plain. */
    record Plain(String text) implements TextTree {
        @Override
        public Optional<String> html() {
            return Optional.empty();
        }

        @Override
        public boolean plain() {
            return true;
        }
    }

    /** A text/html. */
    record Html(String page) implements TextTree {
        @Override
        public String text() {
            return RenderedHtml.text(page);
        }

        @Override
        public Optional<String> html() {
            return Optional.of(page);
        }

        @Override
        public boolean plain() {
            return false;
        }
    }

    /** Renditions of the same (RFC 2046 section 5.1.4), the best last. */
    record Alternative(List<TextTree> children) implements TextTree {
        @Override
        public String text() {
            String last = "";
            for (TextTree child : children) {
                if (child.plain()) {
                    String text = child.text();
                    if (!PlainText.isStub(text)) {
                        return text;
                    }
                    last = text;
                }
            }
            for (TextTree child : children) {
                String text = child.plain() ? "" : child.text();
                last = text.isBlank() ? last : text;
            }
            return last;
        }

        @Override
        public Optional<String> html() {
            return children.stream()
                    .map(TextTree::html)
                    .flatMap(Optional::stream)
                    .reduce((first, second) -> second);
        }

        @Override
        public boolean plain() {
            return children.stream().anyMatch(TextTree::plain);
        }
    }

    /** Texts one after the other. */
    record Sequence(List<TextTree> children) implements TextTree {
        @Override
        public String text() {
            List<String> texts = new ArrayList<>();
            for (TextTree child : children) {
                String text = child.text();
                if (!text.isBlank()) {
                    texts.add(text);
                }
            }
            return texts.size() == 1
                    ? texts.get(0)
                    : texts.stream().map(Sequence::bare).collect(Collectors.joining("\n\n"));
        }

        @Override
        public Optional<String> html() {
            return children.stream().allMatch(child -> child.html().isEmpty())
                    ? Optional.empty()
                    : Optional.of(children.stream()
                            .map(child -> child.html().orElseGet(() -> escaped(child.text())))
                            .collect(Collectors.joining("\n")));
        }

        @Override
        public boolean plain() {
            return children.stream().anyMatch(TextTree::plain);
        }

        private static String bare(String text) {
            int from = 0;
            while (from < text.length() && text.charAt(from) == '\n') {
                from++;
            }
            return text.substring(from).stripTrailing();
        }

        private static String escaped(String text) {
            return text.isBlank()
                    ? ""
                    : "<div>"
                            + bare(text)
                                    .replace("&", "&amp;")
                                    .replace("<", "&lt;")
                                    .replace(">", "&gt;")
                                    .replace("\n", "<br>\n")
                            + "</div>";
        }
    }
}
