package tributary.connector.sms.webhook.wire;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads;
import tributary.connector.sms.text.ConsentWords.Meaning;
import tributary.conversation.AwaitedFile;
import tributary.conversation.ConversationEvent;
import tributary.conversation.OutboundMessage;

/** Speaks with one provider for one account. Everything but {@link #send} and {@link #missed} is pure. */
public interface Provider {

    /** Whether the provider sent this request. May throw {@link tributary.connector.UnreadableException}. */
    boolean genuine(HookCall call);

    /** Whether it speaks of our account and number. */
    boolean ours(Received received);

    /** What it means for further messages to its author, where the provider says so itself. */
    default Meaning meaning(Received received) {
        return Meaning.NONE;
    }

    /**
     * What a request tells, one by one.
     *
     * @throws tributary.connector.UnreadableException if it is not in the provider's form
     */
    List<Received> receive(HookCall call);

    /**
     * What it means; nothing for what need not be known.
     *
     * @throws tributary.connector.UnreadableException if a member is missing or wrong
     */
    List<ConversationEvent> read(Received received);

    /** Hash of what was said, without when and how often. */
    Buffer hash(Received received);

    /** Success, in the provider's words. */
    HookAnswer thanks();

    /** Hands a message over; see {@link tributary.connector.Connector#send}. */
    Future<Delivery> send(OutboundMessage message);

    /** What came in lately, where the provider has a list: for what was refused while we could not store it. */
    default Future<List<Received>> missed() {
        return Future.succeededFuture(List.of());
    }

    /** Whether {@link #missed} is worth asking. */
    default boolean hasList() {
        return false;
    }

    /** How many files a message may take along. */
    default int mostFiles() {
        return 0;
    }

    /** Media types of such files; see {@link tributary.connector.ComposeLimits}. */
    default List<String> fileTypes() {
        return List.of();
    }

    /** Brings a file of a message that {@link #read} gave; see {@link MediaDownloads}. */
    default Future<MediaDownloads.Download> fetch(AwaitedFile file) {
        return Future.failedFuture(new MediaDownloads.GoneException("no-media"));
    }

    /** Tries the account; see {@link tributary.connector.Connector#test}. */
    Future<String> test();
}
