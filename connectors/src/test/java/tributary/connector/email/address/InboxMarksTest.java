package tributary.connector.email.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class InboxMarksTest {
    private static final Buffer KEY =
            Buffer.buffer(HexFormat.of().parseHex("00112233445566778899aabbccddeeff".repeat(2)));
    private static final Buffer NEXT = Buffer.buffer("another key of thirty-two octets");
    private static final UUID MESSAGE = UUID.fromString("0197f3a0-1111-7222-8333-abcdefabcdef");

    private final MailKeys keys = new MailKeys("1", Map.of("1", KEY));
    private final InboxMarks acme = marks("support@mail.example.com", "acme", keys);

    @Test
    void signsLikeTheVectorsOfTheSheet() {
        assertThat(keys.sign("1|acme|48213")).isEqualTo("blwriurbqf6absti");
        assertThat(keys.sign("bounce|1|acme|m-9001|li@example.cn")).isEqualTo("xaon5c3r34tw4rtl");
        assertThat(acme.replyAddress(48213).orElseThrow())
                .hasToString("support+c48213.1.blwriurbqf6absti@mail.example.com");
    }

    @Test
    void readsItsReplyAddressInEverySpelling() {
        TicketMark proved = new TicketMark(48213, true);

        assertThat(acme.reply("support+c48213.1.blwriurbqf6absti@mail.example.com"))
                .contains(proved);
        assertThat(acme.reply("support-c48213.1.blwriurbqf6absti@mail.example.com"))
                .contains(proved);
        assertThat(acme.reply("support=c48213.1.blwriurbqf6absti@mail.example.com"))
                .contains(proved);
        assertThat(acme.reply("<SUPPORT+C48213.1.BLWRIURBQF6ABSTI@MAIL.EXAMPLE.COM>"))
                .contains(proved);
    }

    @Test
    void findsButDoesNotBelieveAForgedMark() {
        TicketMark forged = new TicketMark(48213, false);

        assertThat(acme.reply("support+c48213.1.blwriurbqf6abstj@mail.example.com"))
                .contains(forged);
        assertThat(acme.reply("support+c48213.9.blwriurbqf6absti@mail.example.com"))
                .contains(forged);
        assertThat(acme.reply("support+c48214.1.blwriurbqf6absti@mail.example.com"))
                .contains(new TicketMark(48214, false));
        assertThat(marks("support@mail.example.com", "other", keys)
                        .reply("support+c48213.1.blwriurbqf6absti@mail.example.com"))
                .contains(forged);
    }

    @Test
    void findsNothingInWhatIsNoMarkOfThisInbox() {
        assertThat(acme.reply("support+c48213.1.blwriurbqf6absti@example.com")).isEmpty();
        assertThat(acme.reply("sales+c48213.1.blwriurbqf6absti@mail.example.com"))
                .isEmpty();
        assertThat(acme.reply("support+c48213.1.short@mail.example.com")).isEmpty();
        assertThat(acme.reply("support+c9999999999999999999.1.blwriurbqf6absti@mail.example.com"))
                .isEmpty();
        assertThat(acme.reply("support@mail.example.com")).isEmpty();
        assertThat(acme.reply("no address")).isEmpty();
    }

    @Test
    void ownsItsAddressAndItsMarksInAnyCase() {
        assertThat(acme.owns("Support@Mail.Example.com")).isTrue();
        assertThat(acme.owns("support-c48213.1.aaaaaaaaaaaaaaaa@mail.example.com"))
                .isTrue();
        assertThat(acme.owns(acme.bounceAddress(MESSAGE).orElseThrow().toString()))
                .isTrue();
        assertThat(acme.owns("support+newsletter@mail.example.com")).isFalse();
        assertThat(acme.owns("supporter@mail.example.com")).isFalse();
    }

    @Test
    void takesABounceBack() {
        String address = acme.bounceAddress(MESSAGE).orElseThrow().toString();

        assertThat(address)
                .matches("support\\+b[a-z2-7]{26}\\.1\\.[a-z2-7]{16}@mail\\.example\\.com")
                .satisfies(text -> assertThat(text.indexOf('@')).isEqualTo(54));
        assertThat(acme.bounce(address)).contains(new BounceMark(MESSAGE, true));
        assertThat(acme.bounce(address.toUpperCase(java.util.Locale.ROOT))).contains(new BounceMark(MESSAGE, true));
        assertThat(acme.bounce(address.replace(".1.", ".2."))).contains(new BounceMark(MESSAGE, false));
        assertThat(acme.reply(address)).isEmpty();
    }

    @Test
    void makesNoAddressThatWouldBeTooLong() {
        InboxMarks wordy = marks("customer-service-china@mail.example.com", "acme", keys);
        InboxMarks endless = marks("c".repeat(40) + "@mail.example.com", "acme", keys);

        assertThat(wordy.bounceAddress(MESSAGE)).isEmpty();
        assertThat(wordy.replyAddress(48213)).isPresent();
        assertThat(endless.replyAddress(48213)).isEmpty();
    }

    @Test
    void recognisesItsMessageIds() {
        String id = acme.messageId(48213, MESSAGE);

        assertThat(id).matches("c48213\\.m0197f3a0-1111-7222-8333-abcdefabcdef\\.[a-z2-7]{16}@mail\\.example\\.com");
        assertThat(acme.message('<' + id + '>')).contains(new MessageMark(48213, MESSAGE, true));
        assertThat(acme.message(id.toUpperCase(java.util.Locale.ROOT)))
                .as("some systems fold the case of references")
                .isPresent();
        assertThat(acme.message(id.replace("c48213", "c48214"))).contains(new MessageMark(48214, MESSAGE, false));
        assertThat(acme.message("x@mail.example.com")).isEmpty();
        assertThat(acme.message(id.replace("mail.", "evil."))).isEmpty();
    }

    @Test
    void findsTheMarkOfASubject() {
        String mark = acme.subjectMark(48213);

        assertThat(mark).matches("\\[#48213-[a-z2-7]{4}]");
        assertThat(acme.subject("回复：订单 " + mark)).contains(new TicketMark(48213, true));
        assertThat(acme.subject("[#7] re: " + mark.toUpperCase(java.util.Locale.ROOT)))
                .contains(new TicketMark(48213, true));
        assertThat(acme.subject("about [#48213]")).contains(new TicketMark(48213, false));
        assertThat(acme.subject("about [#48213-aaaa]")).contains(new TicketMark(48213, false));
        assertThat(acme.subject("#48213 [48213]")).isEmpty();
    }

    @Test
    void provesWithOldKeysAndSignsWithTheNewOne() {
        InboxMarks rotated = marks("support@mail.example.com", "acme", new MailKeys("2", Map.of("1", KEY, "2", NEXT)));

        assertThat(rotated.reply(acme.replyAddress(48213).orElseThrow().toString()))
                .contains(new TicketMark(48213, true));
        assertThat(rotated.message(acme.messageId(48213, MESSAGE))).contains(new MessageMark(48213, MESSAGE, true));
        assertThat(rotated.subject(acme.subjectMark(48213))).contains(new TicketMark(48213, true));
        assertThat(rotated.replyAddress(48213).orElseThrow().local()).startsWith("support+c48213.2.");
        assertThat(acme.reply(rotated.replyAddress(48213).orElseThrow().toString()))
                .contains(new TicketMark(48213, false));
    }

    @Test
    void refusesKeysItCannotName() {
        assertThatThrownBy(() -> new MailKeys("2", Map.of("1", KEY)))
                .hasMessage("current: expected one of the keys' ids, found \"2\"");
        assertThatThrownBy(() -> new MailKeys("A.1", Map.of("A.1", KEY)))
                .hasMessage("kid: expected up to eight letters and digits, found \"A.1\"");
    }

    private static InboxMarks marks(String address, String name, MailKeys keys) {
        return new InboxMarks(EmailAddress.parse(address), name, keys);
    }
}
