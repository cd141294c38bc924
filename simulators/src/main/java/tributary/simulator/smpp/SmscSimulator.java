package tributary.simulator.smpp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tributary.simulator.Simulator;
import tributary.simulator.smpp.Wire.Frame;

/** {@code simulate smsc}: lets the node bind, writes whole messages and shuffled parts, and sends receipts. */
@Command(
        name = "smsc",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Plays a message centre against a running node; the inbox's host and port have to name this.",
            "The receipt of a message comes before the answer to submit_sm."
        })
public final class SmscSimulator implements Simulator {

    private static final int RESPONSE = 0x80000000;
    private static final int SUBMIT = 4;
    private static final int DELIVER = 5;
    private static final int UNBIND = 6;
    private static final int TRANSCEIVER = 9;
    private static final int ENQUIRE = 0x15;
    private static final int INVALID_COMMAND = 3;
    private static final int THROTTLED = 0x58;
    private static final int WRONG_PASSWORD = 0x0E;
    private static final int UCS2 = 8;
    private static final int PART = 60;

    @Option(names = "--port", defaultValue = "2775", description = "where it listens (${DEFAULT-VALUE})")
    private int port;

    @Option(names = "--password", defaultValue = "secret12", description = "(${DEFAULT-VALUE})")
    private String password = "secret12";

    @Option(names = "--from", defaultValue = "8613800138000", description = "who writes (${DEFAULT-VALUE})")
    private String from = "8613800138000";

    @Option(names = "--number", defaultValue = "10690001", description = "the inbox's number (${DEFAULT-VALUE})")
    private String number = "10690001";

    @Option(
            names = "--throttle",
            defaultValue = "0",
            description = "every Nth submit_sm is throttled (${DEFAULT-VALUE})")
    private int throttle;

    @Option(
            names = "--silent",
            defaultValue = "0",
            description = "every Nth submit_sm gets no answer (${DEFAULT-VALUE})")
    private int silent;

    @Option(names = "--decimal", description = "receipts write the id in decimal digits, answers in hexadecimal ones")
    private boolean decimal;

    @Option(
            names = "--cut",
            description = "cuts the first connection right after the script, and delivers what was not answered again")
    private boolean cut;

    @Option(names = "--say", description = "what they write, instead of the script; may be repeated")
    private List<String> words = new ArrayList<>();

    private final AtomicInteger sequence = new AtomicInteger();
    private boolean written;
    private final Map<Integer, byte[]> unanswered = new ConcurrentSkipListMap<>();
    private final AtomicInteger ids = new AtomicInteger((int) (System.nanoTime() & 0xFFFFFF));
    private final AtomicInteger submits = new AtomicInteger();

    @Override
    public Integer call() throws Exception {
        try (ServerSocket server = new ServerSocket(port, 16, InetAddress.getLoopbackAddress())) {
            say("simulated message centre is ready: 127.0.0.1:" + server.getLocalPort());
            while (true) {
                try (Wire wire = new Wire(server.accept())) {
                    serve(wire);
                } catch (IOException e) {
                    say("the connection ended: " + e.getMessage());
                }
            }
        }
    }

    private void serve(Wire wire) throws IOException {
        while (true) {
            Frame frame = wire.read();
            switch (frame.command()) {
                case TRANSCEIVER -> {
                    boolean known = new String(frame.body().bytes(), StandardCharsets.ISO_8859_1)
                            .contains("\0" + password + "\0");
                    answer(wire, frame, known ? 0 : WRONG_PASSWORD, "SMSC\0");
                    say(known ? "the node is bound" : "the node gave a wrong password");
                    if (known && !written) {
                        written = true;
                        script(wire);
                        if (cut) {
                            throw new IOException("cut on purpose");
                        }
                    } else if (known) {
                        again(wire);
                    }
                }
                case SUBMIT -> take(wire, frame);
                case ENQUIRE -> answer(wire, frame, 0, "");
                case UNBIND -> answer(wire, frame, 0, "");
                case DELIVER | RESPONSE -> {
                    unanswered.remove(frame.sequence());
                    say("deliver_sm " + frame.sequence() + " answered " + frame.status());
                }
                case ENQUIRE | RESPONSE, UNBIND | RESPONSE -> {}
                default -> wire.write(RESPONSE, INVALID_COMMAND, frame.sequence(), new byte[0]);
            }
        }
    }

    private static void answer(Wire wire, Frame frame, int status, String body) throws IOException {
        wire.write(
                frame.command() | RESPONSE,
                status,
                frame.sequence(),
                status == 0 ? body.getBytes(StandardCharsets.ISO_8859_1) : new byte[0]);
    }

    private void script(Wire wire) throws IOException {
        List<String> usual = List.of("您好", "1", "1", "A story of several parts, told from the end. ".repeat(4));
        for (String text : words.isEmpty() ? usual : words) {
            write(wire, text);
        }
    }

    /** What nobody answered is delivered again. */
    private void again(Wire wire) throws IOException {
        List<byte[]> bodies = List.copyOf(unanswered.values());
        unanswered.clear();
        for (byte[] body : bodies) {
            say("delivered again");
            deliver(wire, body);
        }
    }

    private void deliver(Wire wire, byte[] body) throws IOException {
        int number = sequence.incrementAndGet();
        unanswered.put(number, body);
        wire.write(DELIVER, 0, number, body);
    }

    /** Long texts in parts with a header, the last part first. */
    private void write(Wire wire, String text) throws IOException {
        int total = (text.length() + PART - 1) / PART;
        int reference = ids.incrementAndGet() & 0xFF;
        for (int part = total; part >= 1; part--) {
            byte[] words = text.substring((part - 1) * PART, Math.min(text.length(), part * PART))
                    .getBytes(StandardCharsets.UTF_16BE);
            byte[] body = total == 1
                    ? words
                    : joined(new byte[] {5, 0, 3, (byte) reference, (byte) total, (byte) part}, words);
            deliver(wire, ShortMessage.body(from, number, total == 1 ? 0 : 0x40, UCS2, body));
        }
        say(from + ": " + text);
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    private void take(Wire wire, Frame frame) throws IOException {
        int count = submits.incrementAndGet();
        if (throttle > 0 && count % throttle == 0) {
            answer(wire, frame, THROTTLED, "");
            return;
        }
        ShortMessage submitted = ShortMessage.read(frame.body().bytes());
        String id = Integer.toHexString(ids.incrementAndGet());
        say("inbox to " + submitted.to() + ": " + submitted.words());
        if (silent > 0 && count % silent == 0) {
            return;
        }
        String receipt = "id:" + (decimal ? Integer.toString(Integer.parseInt(id, 16)) : id)
                + " sub:001 dlvrd:001 submit date:2601010800 done date:2601010801 stat:DELIVRD err:000" + " text:";
        deliver(wire, ShortMessage.body(submitted.to(), number, 4, 0, receipt.getBytes(StandardCharsets.ISO_8859_1)));
        answer(wire, frame, 0, id + "\0");
    }

    private static void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
