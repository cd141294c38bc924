package tributary.load.faults.provider;

import tributary.load.faults.check.Book;

/** A provider that has a whole message in its hands, on the connection it came by. */
interface Taker {

    /** Says that it has it. */
    void take();

    /** Says that it does not take it, now or ever, or breaks off without having it. */
    void refuse(Mood.Way way);

    void hangUp();

    /** Does with a reply what the mood wants; what reached the provider is in the book before anybody is told. */
    default void treat(Mood.Way way, Book book, String text) {
        boolean has = way == Mood.Way.TAKE || way == Mood.Way.SILENT || way == Mood.Way.HANG_UP;
        book.delivered(text, has, way.word());
        switch (way) {
            case TAKE -> take();
            case SILENT -> {}
            case HANG_UP -> hangUp();
            default -> refuse(way);
        }
    }
}
