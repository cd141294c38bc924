package tributary.connector.wechat.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tributary.connector.UnreadableException;
import tributary.conversation.Card;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.ActionTaken;
import tributary.conversation.ConversationEvent.MessageReceived;
import tributary.conversation.ConversationEvent.ProfileGiven;

class PushReaderTest {

    private static final Instant AT = Instant.ofEpochSecond(1767225600);

    private final PushReader reader = new PushReader("oa", "wx0a1b2c3d4e5f6071", WindowConfig.STANDARD);

    @Test
    void aTextIsAMessageThatAllowsFiveAnswersInTwoDays() {
        MessageReceived message =
                message("text", "<Content><![CDATA[你好 <A&B>]]></Content><MsgId>24812345678901234</MsgId>");

        assertThat(message.text()).isEqualTo("你好 <A&B>");
        assertThat(message.externalId()).isEqualTo("msg/24812345678901234");
        assertThat(message.party().identity().kind()).isEqualTo("openid");
        assertThat(message.party().identity().scope()).isEqualTo("wx0a1b2c3d4e5f6071");
        assertThat(message.party().identity().value()).isEqualTo("oAbC");
        assertThat(message.at()).isEqualTo(AT);
        assertThat(message.grant().messages()).isEqualTo(5);
        assertThat(message.grant().until()).isEqualTo(AT.plusSeconds(172_800));
        assertThat(message.card()).isNull();
    }

    @Test
    void anAnswerToAMenuCountsAsAMenuClick() {
        MessageReceived message =
                message("text", "<Content>yes</Content><MsgId>1</MsgId><bizmsgmenuid>101</bizmsgmenuid>");

        assertThat(message.card()).isEqualTo(new Card("menu-answer", Map.of("item", "101")));
        assertThat(message.grant().messages()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({
        "image, image.jpg, image/jpeg",
        "voice, voice.amr, audio/amr",
        "video, video.mp4, video/mp4",
        "shortvideo, video.mp4, video/mp4",
        "file, a.pdf, application/octet-stream"
    })
    void mediaIsAwaitedUnderAnIdThatReadingAgainGivesToo(String type, String name, String media) {
        String rest = "<MediaId>M1</MediaId><Title>a.pdf</Title><Format>amr</Format><MsgId>2</MsgId>";
        MessageReceived message = message(type, rest);

        assertThat(message.awaited()).singleElement().satisfies(file -> {
            assertThat(file.source()).isEqualTo("M1");
            assertThat(file.name()).isEqualTo(name);
            assertThat(file.type()).isEqualTo(media);
        });
        assertThat(message(type, rest)).isEqualTo(message);
    }

    @Test
    void recognisedSpeechIsTheText() {
        assertThat(message("voice", "<MediaId>M</MediaId><Recognition>我要退款</Recognition><MsgId>3</MsgId>")
                        .text())
                .isEqualTo("我要退款");
    }

    @Test
    void aPlaceAndALinkAreCards() {
        assertThat(message(
                                "location",
                                "<Location_X>23.1</Location_X><Location_Y>113.3</Location_Y><Scale>20</Scale>"
                                        + "<Label>广州</Label><MsgId>6</MsgId>")
                        .card())
                .isEqualTo(new Card("location", Map.of("latitude", "23.1", "longitude", "113.3", "title", "广州")));
        assertThat(message("link", "<Title>t</Title><Description>d</Description><Url>http://u</Url><MsgId>7</MsgId>")
                        .card())
                .isEqualTo(new Card("link", Map.of("title", "t", "description", "d", "url", "http://u")));
    }

    @Test
    void anUnknownTypeIsKeptAndShownAsSuch() {
        MessageReceived message = message("hologram", "<Beam>x</Beam><MsgId>8</MsgId>");

        assertThat(message.card()).isEqualTo(new Card("unsupported", Map.of("type", "hologram")));
        assertThat(((ActionTaken) event("teleport", "")).card())
                .isEqualTo(new Card("unsupported", Map.of("type", "teleport")));
    }

    @Test
    void whatComesWithoutAnIdGetsOneMadeOfItsContent() {
        String id = message("text", "<Content>a</Content>").externalId();

        assertThat(message("text", "<Content>a</Content>").externalId()).isEqualTo(id);
        assertThat(message("text", "<Content>b</Content>").externalId()).isNotEqualTo(id);
        assertThat(message("", "<Content>b</Content>").card())
                .isEqualTo(new Card("unsupported", Map.of("type", "unknown")));
    }

    @Test
    void aPictureWithoutAFileIsShownAsWhatCannotBeShown() {
        assertThat(message("image", "<PicUrl>http://mmbiz.example/1</PicUrl><MsgId>9</MsgId>")
                        .card())
                .isEqualTo(new Card("unsupported", Map.of("type", "image")));
    }

    @ParameterizedTest
    @CsvSource({
        "TEMPLATESENDJOBFINISH, broadcast",
        "MASSSENDJOBFINISH, broadcast",
        "kf_create_session, vendor-desk",
        "kf_close_session, vendor-desk",
        "kf_switch_session, vendor-desk",
        "subscribe_msg_popup_event, subscription",
        "subscribe_msg_change_event, subscription",
        "subscribe_msg_sent_event, subscription",
        "user_info_modified, privacy-notice",
        "user_authorization_revoke, privacy-notice",
        "view_miniprogram, menu-page",
        "pic_sysphoto, menu-photos",
        "pic_photo_or_album, menu-photos",
        "pic_weixin, menu-photos",
        "location_select, location",
        "scancode_push, menu-scan",
        "SCAN, scanned"
    })
    void eachEventOfThePlatformHasACard(String event, String card) {
        assertThat(((ActionTaken) event(event, "<MsgID>1</MsgID>")).card().kind())
                .isEqualTo(card);
    }

    @Test
    void followingTellsWhereTheCustomerCameFrom() {
        ActionTaken action =
                (ActionTaken) event("subscribe", "<EventKey>qrscene_order_778</EventKey><Ticket>gQH</Ticket>");

        assertThat(action.card()).isEqualTo(new Card("followed", Map.of("scene", "order_778")));
        assertThat(action.facts()).isEqualTo(Map.of("wechat-scene", "order_778"));
        assertThat(action.grant().messages()).isEqualTo(3);
        assertThat(action.grant().until()).isEqualTo(AT.plusSeconds(60));
    }

    @Test
    void whoUnfollowsCannotBeAnswered() {
        assertThat(event("unsubscribe", "<EventKey></EventKey>").grant().closed())
                .isEqualTo("unfollowed");
    }

    @Test
    void menuEventsAreCards() {
        assertThat(((ActionTaken) event("CLICK", "<EventKey>V1001</EventKey>")).card())
                .isEqualTo(new Card("menu-click", Map.of("key", "V1001")));
        assertThat(((ActionTaken) event("VIEW", "<EventKey>http://x</EventKey><MenuId>5</MenuId>")).card())
                .isEqualTo(new Card("menu-link", Map.of("url", "http://x")));
        assertThat(((ActionTaken) event(
                                "scancode_waitmsg",
                                "<EventKey>k</EventKey><ScanCodeInfo><ScanType>qrcode</ScanType>"
                                        + "<ScanResult>42</ScanResult></ScanCodeInfo>"))
                        .card())
                .isEqualTo(new Card("menu-scan", Map.of("key", "k", "result", "42")));
    }

    @Test
    void aLocationReportIsAFactAboutThePerson() {
        assertThat(((ProfileGiven) event("LOCATION", "<Latitude>23.1</Latitude><Longitude>113.3</Longitude>")).facts())
                .isEqualTo(Map.of("wechat-latitude", "23.1", "wechat-longitude", "113.3"));
    }

    @Test
    void twoEventsInOneSecondAreTwoAndARepetitionIsOne() {
        String click = event("CLICK", "<EventKey>k</EventKey>").externalId();

        assertThat(event("CLICK", "<EventKey>k</EventKey>").externalId()).isEqualTo(click);
        assertThat(event("CLICK", "<EventKey>l</EventKey>").externalId()).isNotEqualTo(click);
        assertThat(event("LOCATION", "<Latitude>1</Latitude>").externalId()).isNotEqualTo(click);
    }

    @Test
    void jsonMeansTheSameAsXml() {
        PushDocument xml = document(
                "<xml><ToUserName>gh</ToUserName><FromUserName>oAbC</FromUserName><CreateTime>1767225600</CreateTime>"
                        + "<MsgType>text</MsgType><Content>hi</Content><MsgId>9007199254740993</MsgId></xml>");
        PushDocument json = document(
                "{\"ToUserName\":\"gh\",\"FromUserName\":\"oAbC\",\"CreateTime\":1767225600,\"MsgType\":\"text\","
                        + "\"Content\":\"hi\",\"MsgId\":9007199254740993}");

        assertThat(reader.event(json)).isEqualTo(reader.event(xml));
        assertThat(json.hash()).isEqualTo(xml.hash());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE xml [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><xml><Content>&x;</Content></xml>",
                "<xml><!ENTITY x \"y\"></xml>",
                "<xml><Content>&nosuch;</Content></xml>",
                "<xml><a></xml>",
                "<a><b><c><d><e><f><g><h><i><j><k></k></j></i></h></g></f></e></d></c></b></a>",
                "hello",
                "[1]",
                ""
            })
    void whatIsNoSuchDocumentIsRefused(String text) {
        assertThatThrownBy(() -> document(text))
                .isInstanceOf(UnreadableException.class)
                .hasMessageContaining("expected");
    }

    @Test
    void bytesThatAreNoUtf8AreRefused() {
        assertThatThrownBy(() -> PushDocument.read(Buffer.buffer(new byte[] {'<', 'x', '>', (byte) 0xff})))
                .isInstanceOf(UnreadableException.class);
    }

    private MessageReceived message(String type, String rest) {
        return (MessageReceived)
                reader.event(document("<xml><ToUserName>gh</ToUserName><FromUserName>oAbC</FromUserName>"
                        + "<CreateTime>1767225600</CreateTime><MsgType>" + type + "</MsgType>" + rest + "</xml>"));
    }

    private ConversationEvent event(String event, String rest) {
        return reader.event(document("<xml><ToUserName>gh</ToUserName><FromUserName>oAbC</FromUserName>"
                + "<CreateTime>1767225600</CreateTime><MsgType>event</MsgType><Event>" + event + "</Event>" + rest
                + "</xml>"));
    }

    private static PushDocument document(String text) {
        return PushDocument.read(Buffer.buffer(text));
    }
}
