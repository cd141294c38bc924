package tributary.connector.sms;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import tributary.connector.ConnectorState;
import tributary.connector.sms.text.ConsentWords;
import tributary.connector.sms.text.ConsentWords.Meaning;
import tributary.conversation.IdentityKey;
import tributary.conversation.PartyKey;

/** Who said that they want no more messages of an inbox, or want them again. The newest word counts. */
public final class Consent {

    private static final int TRIES = 8;

    private final ConnectorState state;
    private final ConsentWords words;

    public Consent(ConnectorState state, ConsentWords words) {
        this.state = state;
        this.words = words;
    }

    /**
     * Notes what a message says about further messages, if it is nothing but such a word. Safe to repeat. Call it before the
     * message is acknowledged, so that no word is lost.
     *
     * @param at when it was said; an older word does not undo a newer one
     */
    public Future<Void> heard(PartyKey party, String text, Instant at) {
        // Nearly all messages end here, without a look at the store.
        return words.meaning(text, true) == Meaning.NONE || words.meaning(text, true) == Meaning.HELP
                ? Future.succeededFuture()
                : note(party, Optional.empty(), text, at, TRIES);
    }

    /** Notes what a provider says somebody meant. */
    public Future<Void> heard(PartyKey party, Meaning meaning, Instant at) {
        return meaning == Meaning.STOP || meaning == Meaning.START
                ? note(party, Optional.of(meaning), "", at, TRIES)
                : Future.succeededFuture();
    }

    /** Since when somebody wants no more; empty if they do not mind. */
    public Future<Optional<Instant>> stoppedSince(PartyKey party) {
        return state.get(key(party))
                .map(found -> found.map(Consent::read).filter(Word::stopped).map(Word::at));
    }

    private Future<Void> note(PartyKey party, Optional<Meaning> known, String text, Instant at, int tries) {
        return state.read(key(party)).compose(stored -> {
            Optional<Word> before = stored.map(found -> read(found.value()));
            Meaning meaning = known.orElseGet(
                    () -> words.meaning(text, before.map(Word::stopped).orElse(false)));
            boolean stop = meaning == Meaning.STOP;
            boolean older = before.filter(word -> word.at().isAfter(at)).isPresent();
            boolean same = before.map(Word::stopped).orElse(false) == stop;
            if (older || same || (!stop && meaning != Meaning.START)) {
                return Future.succeededFuture();
            }
            long version = stored.map(ConnectorState.Stored::version).orElse(ConnectorState.NOTHING);
            return state.replace(key(party), version, new Word(stop, at).write())
                    .compose(done -> {
                        if (done) {
                            return Future.succeededFuture();
                        }
                        return tries > 1
                                ? note(party, known, text, at, tries - 1)
                                : Future.failedFuture(
                                        new IllegalStateException("consent: others write it all the time"));
                    });
        });
    }

    private static String key(PartyKey party) {
        IdentityKey identity = party.identity();
        return "consent:" + identity.scope() + ":" + identity.value();
    }

    private static Word read(Buffer value) {
        try {
            JsonObject stored = value.toJsonObject();
            return new Word(stored.getBoolean("stopped"), Instant.parse(stored.getString("at")));
        } catch (DecodeException | DateTimeParseException | NullPointerException e) {
            throw new IllegalStateException("consent: expected a stored word, found something else", e);
        }
    }

    private record Word(boolean stopped, Instant at) {
        Buffer write() {
            return new JsonObject()
                    .put("stopped", stopped)
                    .put("at", at.toString())
                    .toBuffer();
        }
    }
}
