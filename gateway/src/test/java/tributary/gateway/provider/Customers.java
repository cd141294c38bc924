package tributary.gateway.provider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tributary.gateway.RealNode;

/** People who write to each inbox of a node, signed as their providers do. */
final class Customers {

    static final String TWILIO_ACCOUNT = "AC00000000000000000000000000000001";
    static final String TWILIO_TOKEN = "0123456789abcdef0123456789abcdef";
    static final String VONAGE_SECRET = "vonageSigSecret01";
    static final String WECHAT_TOKEN = "weixintoken";

    private static final String FORM = "application/x-www-form-urlencoded";

    private final RealNode node;

    Customers(RealNode node) {
        this.node = node;
    }

    /** Each writes once; fails unless every message was taken. */
    void write(int people, SecondCentre centre) throws Exception {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < people; i++) {
            answers.add(twilio(i));
            answers.add(vonage(i));
            answers.add(wechat(i));
            centre.deliver(number(i).substring(1), "hello");
        }
        for (CompletableFuture<Integer> answer : answers) {
            if (answer.get() != 200) {
                throw new AssertionError("expected 200, found " + answer.get());
            }
        }
    }

    private static String number(int person) {
        return "+86138001" + (10_000 + person);
    }

    private CompletableFuture<Integer> twilio(int person) throws Exception {
        Map<String, String> form = new TreeMap<>(Map.of(
                "MessageSid",
                String.format("SM%032x", person),
                "AccountSid",
                TWILIO_ACCOUNT,
                "From",
                number(person),
                "To",
                "+15005550006",
                "Body",
                "hello"));
        StringBuilder signed = new StringBuilder(node.url("/hooks/twilio"));
        form.forEach((name, value) -> signed.append(name).append(value));
        String signature = Base64.getEncoder().encodeToString(mac("HmacSHA1", TWILIO_TOKEN, signed.toString()));
        return status(node.post("/hooks/twilio", encoded(form), "Content-Type", FORM, "X-Twilio-Signature", signature));
    }

    private CompletableFuture<Integer> vonage(int person) throws Exception {
        Map<String, String> form = new TreeMap<>(Map.of(
                "api-key", "abcd1234",
                "msisdn", number(person).substring(1),
                "to", "447700900001",
                "messageId", "V" + person,
                "text", "hello",
                "type", "text",
                "timestamp", String.valueOf(Instant.now().getEpochSecond())));
        StringBuilder signed = new StringBuilder();
        form.forEach(
                (name, value) -> signed.append('&').append(name).append('=').append(value));
        form.put("sig", HexFormat.of().formatHex(mac("HmacSHA256", VONAGE_SECRET, signed.toString())));
        return status(node.post("/hooks/vonage", encoded(form), "Content-Type", FORM));
    }

    private CompletableFuture<Integer> wechat(int person) throws Exception {
        String now = String.valueOf(Instant.now().getEpochSecond());
        String sorted = Stream.of(WECHAT_TOKEN, now, "n1").sorted().collect(Collectors.joining());
        byte[] digest = MessageDigest.getInstance("SHA-1").digest(sorted.getBytes(StandardCharsets.UTF_8));
        String place = "/hooks/wechat?timestamp=" + now + "&nonce=n1&signature="
                + HexFormat.of().formatHex(digest);
        String push = "<xml><ToUserName>gh_1</ToUserName><FromUserName>openid" + person + "</FromUserName><CreateTime>"
                + now + "</CreateTime><MsgType>text</MsgType><Content>hello</Content><MsgId>" + (1_000 + person)
                + "</MsgId></xml>";
        return status(node.post(place, push, "Content-Type", "text/xml"));
    }

    private static CompletableFuture<Integer> status(CompletableFuture<java.net.http.HttpResponse<String>> answer) {
        return answer.thenApply(java.net.http.HttpResponse::statusCode);
    }

    private static String encoded(Map<String, String> form) {
        return form.entrySet().stream()
                .map(one -> one.getKey() + "=" + URLEncoder.encode(one.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    private static byte[] mac(String algorithm, String key, String text) throws Exception {
        Mac mac = Mac.getInstance(algorithm);
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), algorithm));
        return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    }
}
