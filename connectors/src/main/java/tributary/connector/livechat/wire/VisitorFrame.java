package tributary.connector.livechat.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tributary.connector.livechat.rule.ReplayRule.Position;
import tributary.connector.livechat.rule.VisitorIdentity.Proof;

/** What a widget sends, one envelope. Ids are as the client wrote them; the server knows which exist. */
public sealed interface VisitorFrame {

    /** The {@link #id()} of an envelope that came without one. */
    long NO_ID = -1;

    /** The request's number, answered by {@code re}; {@link #NO_ID} if the client wants no answer. */
    long id();

    /** Handles every kind at once. */
    <T> T to(Receiver<T> receiver);

    /** One method for each kind of frame. */
    interface Receiver<T> {
        T hello(Hello frame);

        T message(MessageSend frame);

        T typing(Typing frame);

        T read(Read frame);

        T page(Page frame);

        T form(FormSubmit frame);

        T history(HistoryGet frame);

        T close(ConversationClose frame);

        T ident(Ident frame);

        T logout(Logout frame);

        T upload(UploadBegin frame);

        T sync(Sync frame);

        T pong(Pong frame);

        T unknown(Unknown frame);

        T invalid(Invalid frame);
    }

    /**
     * The first frame of a connection.
     *
     * @param vid the session to resume, with its secret {@code vtok}; both or neither
     * @param position where the client's copy of the stream ends, or null if it holds nothing
     * @param pending client ids of messages that were never acknowledged
     */
    record Hello(
            long id,
            @Nullable String vid,
            @Nullable String vtok,
            @Nullable Position position,
            @Nullable Proof ident,
            List<String> pending)
            implements VisitorFrame {
        public Hello {
            pending = List.copyOf(pending);
        }

        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.hello(this);
        }

        @Override
        public String toString() {
            return "Hello[id=" + id + ", vid=" + vid + "]";
        }
    }

    /** @param d the frame's data as it came, for the record */
    record MessageSend(
            long id,
            String cid,
            String text,
            List<String> attachments,
            @Nullable String replyTo,
            ObjectNode d) implements VisitorFrame {
        public MessageSend {
            attachments = List.copyOf(attachments);
        }

        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.message(this);
        }
    }

    /** The visitor writes, or stopped. */
    record Typing(long id, boolean on) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.typing(this);
        }
    }

    /**
     * The visitor has read up to this message, or to this position of the stream.
     *
     * @param upTo the message's id; null if the position was given
     */
    record Read(long id, @Nullable String upTo, long seq) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.read(this);
        }
    }

    /** The visitor went to another page; nothing is kept of it. */
    record Page(long id) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.page(this);
        }
    }

    /** @param values field to what was typed; {@code "true"} for a ticked box */
    record FormSubmit(long id, String cid, String fid, Map<String, String> values) implements VisitorFrame {
        public FormSubmit {
            values = Map.copyOf(values);
        }

        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.form(this);
        }
    }

    /** @param before the message before which the page ends; null for the newest page */
    record HistoryGet(long id, @Nullable String before, int count) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.history(this);
        }
    }

    /** The visitor ends the conversation. */
    record ConversationClose(long id) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.close(this);
        }
    }

    /** The visitor logged in to the embedding site. */
    record Ident(long id, Proof proof) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.ident(this);
        }
    }

    /** The visitor logged out there. */
    record Logout(long id) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.logout(this);
        }
    }

    /** @param sha256 expected hash in hex, if the client knows it */
    record UploadBegin(
            long id,
            String cid,
            String name,
            String type,
            long bytes,
            @Nullable String sha256) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.upload(this);
        }
    }

    /** The client saw a hole: it wants the stream from its position. */
    record Sync(long id, Position position) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.sync(this);
        }
    }

    /** The answer to a ping. */
    record Pong(long id) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.pong(this);
        }
    }

    /** A type this server does not have. */
    record Unknown(long id) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.unknown(this);
        }
    }

    /**
     * A known type whose data is wrong.
     *
     * @param type the frame's type
     * @param problem where and what was expected
     */
    record Invalid(long id, String type, String problem) implements VisitorFrame {
        @Override
        public <T> T to(Receiver<T> receiver) {
            return receiver.invalid(this);
        }
    }
}
