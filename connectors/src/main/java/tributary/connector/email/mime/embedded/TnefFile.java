package tributary.connector.email.mime.embedded;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tributary.connector.email.mime.value.CharsetLadder;

/**
 * Outlook's {@code winmail.dat} (MS-OXTNEF section 2.1). Every length is held against what is there; a file that ends
 * early gives what was read; checksums are not asked for. Pure.
 *
 * @param text the plain text in it, or empty
 * @param html the HTML in it
 * @param files its attachments, in order
 */
public record TnefFile(String text, Optional<String> html, List<Attachment> files) {
    private static final int SIGNATURE = 0x223E9F78;
    private static final int MOST_FILES = 1000;
    private static final int ATTACH_START = 0x00069002;
    private static final int ATTACH_TITLE = 0x00018010;
    private static final int ATTACH_DATA = 0x0006800F;
    private static final int ATTACHMENT = 0x00069005;
    private static final int MESSAGE = 0x00069003;
    private static final int BODY = 0x0002800C;
    private static final int CODE_PAGE = 0x00069007;

    public TnefFile {
        files = List.copyOf(files);
    }

    /**
     * One file in it.
     *
     * @param name as given, or empty
     * @param contentId without angle brackets, or empty
     * @param type as given, or empty
     * @param data a view of the octets read
     */
    public record Attachment(String name, String contentId, String type, ByteBuffer data) {}

    /** Reads a file; empty if it is none. */
    public static Optional<TnefFile> of(byte[] octets) {
        ByteBuffer in = ByteBuffer.wrap(octets).order(ByteOrder.LITTLE_ENDIAN);
        return in.remaining() < 6 || in.getInt() != SIGNATURE
                ? Optional.empty()
                : Optional.of(new Reading().read(in.position(6)));
    }

    /** What one attachment, or the message, is known by so far. */
    private static final class Draft {
        private String name = "";
        private String contentId = "";
        private String type = "";
        private ByteBuffer data = ByteBuffer.allocate(0);

        private Attachment done() {
            return new Attachment(name, contentId, type, data);
        }
    }

    /** One walk over one file. */
    private static final class Reading {
        private static final int LONG_NAME = 0x3707;
        private static final int SHORT_NAME = 0x3704;
        private static final int DISPLAY_NAME = 0x3001;
        private static final int TYPE = 0x370E;
        private static final int CONTENT_ID = 0x3712;
        private static final int DATA = 0x3701;
        private static final int TEXT = 0x1000;
        private static final int HTML = 0x1013;
        private static final int UNICODE = 0x1F;
        private static final Map<Integer, Integer> SIZES =
                Map.of(0x02, 4, 0x03, 4, 0x04, 4, 0x0A, 4, 0x0B, 4, 0x05, 8, 0x06, 8, 0x07, 8, 0x14, 8, 0x40, 8);

        private final List<Draft> drafts = new ArrayList<>();
        private String charset = "windows-1252";
        private String text = "";
        private Optional<String> html = Optional.empty();

        private TnefFile read(ByteBuffer in) {
            while (in.remaining() >= 9) {
                in.get();
                int id = in.getInt();
                Optional<ByteBuffer> data = slice(in, in.getInt());
                if (data.isEmpty()) {
                    break;
                }
                attribute(id, data.get());
                in.position(Math.min(in.limit(), in.position() + 2));
            }
            return new TnefFile(text, html, drafts.stream().map(Draft::done).toList());
        }

        private void attribute(int id, ByteBuffer data) {
            switch (id) {
                case CODE_PAGE -> charset = data.remaining() >= 4 ? "windows-" + data.getInt() : charset;
                case BODY -> text = text.isEmpty() ? string(data, false) : text;
                case MESSAGE -> properties(data, new Draft());
                case ATTACH_START -> start();
                case ATTACH_TITLE -> last().ifPresent(file -> file.name = name(string(data, false), file.name));
                case ATTACH_DATA -> last().ifPresent(file -> file.data = data);
                case ATTACHMENT -> last().ifPresent(file -> properties(data, file));
                default -> {}
            }
        }

        private void start() {
            if (drafts.size() < MOST_FILES) {
                drafts.add(new Draft());
            }
        }

        private Optional<Draft> last() {
            return drafts.isEmpty() ? Optional.empty() : Optional.of(drafts.get(drafts.size() - 1));
        }

        private static String name(String found, String before) {
            return before.isEmpty() ? found : before;
        }

        /** MS-OXTNEF section 2.1.3.3. */
        private void properties(ByteBuffer in, Draft file) {
            int count = in.remaining() >= 4 ? in.getInt() : 0;
            for (int i = 0; i < count && in.remaining() >= 4; i++) {
                int type = in.getShort() & 0xffff;
                int id = in.getShort() & 0xffff;
                if ((id & 0x8000) != 0 && !skipName(in)) {
                    return;
                }
                if (!property(in, type, id, file)) {
                    return;
                }
            }
        }

        private boolean skipName(ByteBuffer in) {
            if (in.remaining() < 24) {
                return false;
            }
            int kind = in.getInt(in.position() + 16);
            in.position(in.position() + 20);
            int length = in.getInt();
            return kind == 0 || padded(in, length).isPresent();
        }

        private boolean property(ByteBuffer in, int type, int id, Draft file) {
            int bare = type & 0xfff;
            Integer fixed = bare == 0x48 ? Integer.valueOf(16) : SIZES.get(bare);
            boolean many = (type & 0x1000) != 0;
            int values = 1;
            if (many || fixed == null) {
                if (in.remaining() < 4) {
                    return false;
                }
                values = in.getInt();
            }
            for (int i = 0; i < values; i++) {
                if (fixed == null && in.remaining() < 4) {
                    return false;
                }
                Optional<ByteBuffer> value = padded(in, fixed == null ? in.getInt() : fixed);
                if (value.isEmpty()) {
                    return false;
                }
                use(id, bare == UNICODE, value.get(), file);
            }
            return values >= 0;
        }

        private void use(int id, boolean unicode, ByteBuffer value, Draft file) {
            switch (id) {
                case LONG_NAME -> file.name = string(value, unicode);
                case SHORT_NAME, DISPLAY_NAME -> file.name = name(string(value, unicode), file.name);
                case CONTENT_ID -> file.contentId = string(value, unicode);
                case TYPE -> file.type = string(value, unicode);
                case DATA -> file.data = file.data.hasRemaining() ? file.data : value;
                case TEXT -> text = string(value, unicode);
                case HTML -> html = Optional.of(string(value, unicode));
                default -> {}
            }
        }

        private static Optional<ByteBuffer> padded(ByteBuffer in, int length) {
            Optional<ByteBuffer> value = slice(in, length);
            value.ifPresent(v -> in.position(Math.min(in.limit(), in.position() + (4 - length % 4) % 4)));
            return value;
        }

        private static Optional<ByteBuffer> slice(ByteBuffer in, int length) {
            if (length < 0 || length > in.remaining()) {
                return Optional.empty();
            }
            ByteBuffer slice = in.slice(in.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            in.position(in.position() + length);
            return Optional.of(slice);
        }

        private String string(ByteBuffer value, boolean unicode) {
            byte[] octets = new byte[value.remaining()];
            value.duplicate().get(octets);
            String text = unicode
                    ? new String(octets, StandardCharsets.UTF_16LE)
                    : CharsetLadder.PLAIN.decode(octets, charset).text();
            int end = text.indexOf('\0');
            return end < 0 ? text : text.substring(0, end);
        }
    }
}
