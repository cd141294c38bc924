package tributary.load.faults.crew;

/** A customer on some channel, who writes one message after the other and repeats each until it is acknowledged. */
interface Writer {

    /** Begins with a letter of the channel, ends with a number. */
    String name();

    String inbox();

    /** Lets it write one more. */
    void write();

    /** Whether all that it was to write has been acknowledged. */
    boolean settled();

    /** What a customer's message says: unlike any other, and not in one script only. */
    static String text(String customer, int number) {
        String word = switch (number % 7) {
            case 0 -> "你好";
            case 1 -> "order";
            case 2 -> "Größe";
            case 3 -> "退款";
            case 4 -> "ok";
            case 5 -> "🙂";
            default -> "où";
        };
        return "m " + customer + " " + number + " " + word;
    }
}
