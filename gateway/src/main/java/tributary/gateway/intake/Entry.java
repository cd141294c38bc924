package tributary.gateway.intake;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import tributary.conversation.Clue;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.FileSettled;
import tributary.conversation.ConversationEvent.IdentityProven;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.ProfileGiven;
import tributary.gateway.journal.PendingEntry;

/** A journal entry that intake applies, with the event it holds. */
record Entry(PendingEntry pending, ConversationEvent event) {
    private static final String PHONE = "phone";

    /** What the customer calls themselves; empty if this does not say. Who writes letters, or from a phone, is their address. */
    String name() {
        if (event instanceof ProfileGiven profile) {
            return profile.facts().getOrDefault("name", "");
        }
        return event instanceof MessageReceived message && !message.ours() ? name(message) : "";
    }

    private static String name(MessageReceived message) {
        String name = message.author().name();
        String address = message.author().address();
        boolean speaking =
                message.letter() != null || message.party().identity().kind().equals(PHONE);
        return name.isEmpty() && speaking && address != null ? address : name;
    }

    /** Why a person has to decide about it. */
    Optional<String> doubt() {
        return event instanceof MessageReceived message && message.letter() != null
                ? Optional.ofNullable(message.letter().doubt())
                : Optional.empty();
    }

    /** Whether no other entry may share its batch. */
    boolean standsAlone() {
        return event instanceof IdentityProven || doubt().isPresent();
    }

    /** A file's message may be in the same batch, and is not written yet: then the file waits for the next. */
    boolean goesWith(List<Entry> earlier) {
        return !(event instanceof FileSettled)
                || earlier.isEmpty()
                || earlier.get(0).event() instanceof FileSettled;
    }

    /** The address of somebody who passes on a letter. */
    Optional<String> forwarder() {
        return event instanceof MessageReceived message && message.forwards()
                ? Optional.of(message.party().identity().value())
                : Optional.empty();
    }

    Entry onBehalf(Set<String> agents) {
        return event instanceof MessageReceived message
                        && forwarder().filter(agents::contains).isPresent()
                ? new Entry(pending, message.onBehalf())
                : this;
    }

    Stream<Clue> clues() {
        return event instanceof MessageReceived message && message.letter() != null
                ? message.letter().clues().stream()
                : Stream.empty();
    }
}
