package tributary.gateway.intake;

/** Nobody but a person should decide what becomes of an entry: it waits in the holding pen. */
final class DoubtfulException extends RuntimeException {

    DoubtfulException(String doubt) {
        super(doubt);
    }
}
