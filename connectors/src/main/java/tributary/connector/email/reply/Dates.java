package tributary.connector.email.reply;

import tributary.connector.email.reply.Phrases.Hit;
import tributary.connector.email.reply.Phrases.Hits;
import tributary.connector.email.reply.Phrases.Word;

/** Whether a line holds a date (a day, not only a weekday's name) and a time of day. */
final class Dates {
    private final String line;
    private boolean date;
    private boolean time;
    private int at;

    private Dates(String line) {
        this.line = line;
    }

    /** Looks through a line whose phrases are known. */
    static Dates in(String line, Hits hits) {
        Dates dates = new Dates(line);
        while (dates.at < line.length()) {
            if (digit(line, dates.at)) {
                dates.number();
            } else {
                dates.at++;
            }
        }
        dates.date |= hits.of(Word.MONTH).stream().anyMatch(dates::besideNumber);
        dates.date |= dates.time && hits.any(Word.WEEKDAY);
        return dates;
    }

    boolean date() {
        return date;
    }

    boolean time() {
        return time;
    }

    /** Takes {@code 2026-01-02}, {@code 2/1/26}, {@code 2026年1月}, {@code 10:20}, {@code 18.30}, {@code 10点20}. */
    private void number() {
        int first = run();
        char mark = here();
        if (mark == '年' || mark == '년' || mark == '月' || mark == '월') {
            date = true;
        } else if (mark == '点' || mark == '點' || mark == '時' || mark == '时' || mark == '시') {
            time = true;
        } else if ("-/.:h".indexOf(mark) >= 0 && digit(line, at + 1)) {
            groups(first, mark);
        }
    }

    private void groups(int first, char mark) {
        at++;
        int second = run();
        if (here() != mark || !digit(line, at + 1)) {
            time |= first <= 2 && second == 2 && mark != '-' && mark != '/';
            return;
        }
        at++;
        int third = run();
        boolean fourth = here() == mark && digit(line, at + 1);
        time |= mark == ':';
        date |= !fourth && "-/.".indexOf(mark) >= 0 && day(first, second, third);
    }

    private static boolean day(int first, int second, int third) {
        return second <= 2 && ((first == 4 && third <= 2) || (first <= 2 && (third == 4 || third == 2)));
    }

    /** Passes a run of digits and says how many there were. */
    private int run() {
        int from = at;
        while (digit(line, at)) {
            at++;
        }
        return at - from;
    }

    private char here() {
        return at < line.length() ? line.charAt(at) : 0;
    }

    private boolean besideNumber(Hit month) {
        return near(month.from() - 3, month.from()) || near(month.to(), month.to() + 4);
    }

    private boolean near(int from, int to) {
        for (int i = Math.max(0, from); i < to; i++) {
            if (digit(line, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean digit(String line, int at) {
        return at < line.length() && line.charAt(at) >= '0' && line.charAt(at) <= '9';
    }
}
