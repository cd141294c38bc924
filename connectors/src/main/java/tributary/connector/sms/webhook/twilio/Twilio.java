package tributary.connector.sms.webhook.twilio;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import tributary.connector.Delivery;
import tributary.connector.HookAnswer;
import tributary.connector.HookCall;
import tributary.connector.MediaDownloads.Download;
import tributary.connector.MediaDownloads.GoneException;
import tributary.connector.sms.SmsEvents;
import tributary.connector.sms.text.ConsentWords.Meaning;
import tributary.connector.sms.text.PhoneNumber;
import tributary.connector.sms.text.Segments;
import tributary.connector.sms.webhook.wire.Parameters;
import tributary.connector.sms.webhook.wire.Provider;
import tributary.connector.sms.webhook.wire.ProviderFiles;
import tributary.connector.sms.webhook.wire.ProviderHttp;
import tributary.connector.sms.webhook.wire.Received;
import tributary.conversation.Attachment;
import tributary.conversation.AwaitedFile;
import tributary.conversation.ConversationEvent;
import tributary.conversation.ConversationEvent.DeliveryReported;
import tributary.conversation.OutboundMessage;

/** One account of Twilio, or of who speaks like it. */
public final class Twilio implements Provider {

    private static final HookAnswer SILENCE = new HookAnswer(
            200, "text/xml", Buffer.buffer("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response></Response>"));
    private static final String NAME = "twilio";
    private static final int MOST_MEDIA = 10;
    private static final int MOST_TEXT = 1600;

    /** What Twilio takes along (Twilio, "Accepted content types for media"), as far as agents send it. */
    private static final List<String> MEDIA_TYPES = List.of(
            "image/jpeg", "image/png", "image/gif", "audio/*", "video/*", "application/pdf", "text/vcard", "text/csv");

    private static final int PAGE = 1000;
    private static final int MOST_PAGES = 20;
    private static final Duration LOCKED_OUT = Duration.ofMinutes(5);

    /** Our message in the address of a status callback: it is there before Twilio's id is known to us. */
    private static final String OURS = "m";

    private final String inbox;
    private final Account account;
    private final URI publicUrl;
    private final TwilioSignature signature;
    private final ProviderHttp http;
    private final ProviderFiles files;
    private final Function<Attachment, String> fileUrls;
    private final Clock clock;

    /**
     * @param publicUrl the address of this installation as Twilio knows it
     * @param fileUrls where Twilio can fetch a file of ours for a while, as a path of that address
     */
    public Twilio(
            String inbox,
            Account account,
            URI publicUrl,
            ProviderHttp http,
            ProviderFiles files,
            Function<Attachment, String> fileUrls,
            Clock clock) {
        this.inbox = inbox;
        this.account = account;
        this.publicUrl = publicUrl;
        this.signature = new TwilioSignature(account.tokens());
        this.http = http;
        this.files = files;
        this.fileUrls = fileUrls;
        this.clock = clock;
    }

    @Override
    public boolean genuine(HookCall call) {
        String url = address() + call.uri();
        String given = call.headers().get("X-Twilio-Signature");
        if (call.method().equals("POST") && Parameters.isJson(call)) {
            return signature.valid(url, call.body(), given);
        }
        return signature.valid(url, call.method().equals("POST") ? Parameters.form(call.body()) : Map.of(), given);
    }

    @Override
    public List<Received> receive(HookCall call) {
        JsonObject fields = fields(call);
        boolean status = call.place().equals(Received.STATUS);
        String ours = call.query().get(OURS);
        if (status && ours != null) {
            fields.put(OURS, ours);
        }
        Received received = new Received(NAME, status ? Received.STATUS : Received.MESSAGE, fields, clock.instant());
        return List.of(received);
    }

    /** Members of JSON bodies begin with a small letter, those of forms with a capital. */
    private static JsonObject fields(HookCall call) {
        if (call.method().equals("GET")) {
            return Parameters.first(Parameters.query(call.query()));
        }
        if (!Parameters.isJson(call)) {
            return Parameters.first(Parameters.form(call.body()));
        }
        JsonObject fields = new JsonObject();
        Parameters.object(call.body())
                .forEach(member -> fields.put(
                        Character.toUpperCase(member.getKey().charAt(0))
                                + member.getKey().substring(1),
                        member.getValue()));
        return fields;
    }

    @Override
    public boolean ours(Received received) {
        boolean addressed = account.service().isPresent()
                || !received.message()
                || received.text("To").isEmpty()
                || PhoneNumber.of(received.text("To")).value().equals(account.number());
        return received.text("AccountSid").equals(account.sid()) && addressed;
    }

    @Override
    public List<ConversationEvent> read(Received received) {
        return received.message() ? List.of(message(received)) : status(received);
    }

    private ConversationEvent message(Received received) {
        String id = received.needed("MessageSid");
        PhoneNumber from = received.number("From");
        return SmsEvents.received(
                inbox, from, id, received.text("Body"), Optional.empty(), files(received, id), at(received));
    }

    /** Only what moves a message forward; that it waits at the provider is no news. */
    private List<ConversationEvent> status(Received received) {
        String word = received.text("MessageStatus").isEmpty()
                ? received.needed("SmsStatus")
                : received.text("MessageStatus");
        Optional<String> state = state(word);
        Optional<UUID> message = id(received.text(OURS));
        if (state.isEmpty() || message.isEmpty()) {
            return List.of();
        }
        String code = received.text("ErrorCode");
        return List.of(new DeliveryReported(
                received.number("To").at(inbox),
                "status:" + received.needed("MessageSid") + ":" + word,
                message.get(),
                state.get(),
                state.get().equals("failed") ? TwilioErrors.reason(code) : null,
                received.at()));
    }

    private static Optional<String> state(String word) {
        return switch (word) {
            case "sent", "delivered", "read" -> Optional.of(word);
            case "undelivered", "failed", "canceled" -> Optional.of("failed");
            default -> Optional.empty();
        };
    }

    private static Optional<UUID> id(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The list of messages knows when one was sent, a webhook does not. */
    private static Instant at(Received received) {
        try {
            String sent = received.text("DateSent");
            return sent.isEmpty()
                    ? received.at()
                    : ZonedDateTime.parse(sent, DateTimeFormatter.RFC_1123_DATE_TIME)
                            .toInstant();
        } catch (DateTimeException e) {
            return received.at();
        }
    }

    @Override
    public Buffer hash(Received received) {
        return received.message()
                ? SmsEvents.hash(received.text("From"), received.text("Body"), count(received) + "")
                : SmsEvents.hash(
                        received.text("MessageSid"), received.text("MessageStatus"), received.text("ErrorCode"));
    }

    private static int count(Received received) {
        String count = received.text("NumMedia");
        return count.matches("[0-9]{1,2}") ? Math.min(MOST_MEDIA, Integer.parseInt(count)) : 0;
    }

    /** A message of the list has no addresses of its files: they have a list of their own. */
    private List<AwaitedFile> files(Received received, String message) {
        List<AwaitedFile> files = new ArrayList<>();
        for (int i = 0; i < count(received); i++) {
            UUID id = UUID.nameUUIDFromBytes((inbox + "/" + message + "/" + i).getBytes(StandardCharsets.UTF_8));
            String url = received.text("MediaUrl" + i);
            String type = received.text("MediaContentType" + i);
            files.add(new AwaitedFile(
                    id,
                    "file-" + (i + 1),
                    type.isEmpty() ? "application/octet-stream" : type,
                    url.isEmpty() ? "list:" + message + ":" + i : url));
        }
        return files;
    }

    @Override
    public Future<Download> fetch(AwaitedFile file) {
        if (!file.source().startsWith("list:")) {
            return files.fetch(file.source(), file.type(), headers());
        }
        String[] source = file.source().split(":", -1);
        String list = "/2010-04-01/Accounts/" + account.sid() + "/Messages/" + source[1] + "/Media.json";
        return http.exchange(HttpMethod.GET, list, headers(), Buffer.buffer()).compose(reply -> {
            JsonArray media = reply.json().getJsonArray("media_list", new JsonArray());
            int place = Integer.parseInt(source[2]);
            if (reply.status() != 200) {
                return Future.failedFuture("media: the provider answered " + reply.status());
            }
            if (place >= media.size()) {
                return Future.failedFuture(new GoneException("gone"));
            }
            JsonObject found = media.getJsonObject(place);
            String url = http.base() + found.getString("uri", "").replaceFirst("\\.json$", "");
            return files.fetch(url, found.getString("content_type", file.type()), headers());
        });
    }

    @Override
    public Future<String> test() {
        return http.exchange(
                        HttpMethod.GET, "/2010-04-01/Accounts/" + account.sid() + ".json", headers(), Buffer.buffer())
                .compose(reply -> reply.status() == 200
                        ? Future.succeededFuture("the provider knows the account and its secret")
                        : Future.failedFuture(
                                "the provider answered " + reply.status() + " to our account and secret"));
    }

    @Override
    public Meaning meaning(Received received) {
        return switch (received.text("OptOutType")) {
            case "STOP" -> Meaning.STOP;
            case "START" -> Meaning.START;
            case "HELP" -> Meaning.HELP;
            default -> Meaning.NONE;
        };
    }

    @Override
    public HookAnswer thanks() {
        return SILENCE;
    }

    @Override
    public Future<Delivery> send(OutboundMessage message) {
        String text = Segments.normal(message.text());
        if (text.length() > MOST_TEXT) {
            return Future.succeededFuture(new Delivery.Rejected(
                    "text: expected at most " + MOST_TEXT + " characters, found " + text.length()));
        }
        List<Map.Entry<String, String>> form = new ArrayList<>();
        form.add(Map.entry("To", message.party().identity().value()));
        form.add(account.service()
                .map(service -> Map.entry("MessagingServiceSid", service))
                .orElseGet(() -> Map.entry("From", account.number())));
        if (!text.isEmpty() || message.attachments().isEmpty()) {
            form.add(Map.entry("Body", text));
        }
        message.attachments().forEach(file -> form.add(Map.entry("MediaUrl", address() + fileUrls.apply(file))));
        form.add(Map.entry("StatusCallback", address() + "/hooks/" + inbox + "/status?" + OURS + "=" + message.id()));
        return http.settle(
                http.exchange(HttpMethod.POST, messages(), headers(), ProviderHttp.form(form)),
                reply -> Future.succeededFuture(answered(reply)));
    }

    private String address() {
        return publicUrl.toString().replaceAll("/$", "");
    }

    @Override
    public int mostFiles() {
        return MOST_MEDIA;
    }

    @Override
    public List<String> fileTypes() {
        return MEDIA_TYPES;
    }

    private static Delivery answered(ProviderHttp.Reply reply) {
        JsonObject body = reply.json();
        if (reply.status() == 200 || reply.status() == 201) {
            return new Delivery.Accepted(body.getString("sid"));
        }
        String code = String.valueOf(body.getValue("code", reply.status()));
        if (reply.status() == 401 || reply.status() == 403) {
            return new Delivery.Deferred(LOCKED_OUT, "the provider refuses our credentials");
        }
        return TwilioErrors.passing(code)
                ? new Delivery.Deferred(Duration.ofSeconds(5), TwilioErrors.reason(code))
                : new Delivery.Rejected(TwilioErrors.reason(code));
    }

    @Override
    public boolean hasList() {
        return account.service().isEmpty();
    }

    /** Inbound messages since yesterday: the list is by days. */
    @Override
    public Future<List<Received>> missed() {
        LocalDate since = LocalDate.ofInstant(clock.instant().minus(Duration.ofDays(1)), ZoneOffset.UTC);
        String query = "?To=" + ProviderHttp.encoded(account.number()) + "&DateSent%3E=" + since + "&PageSize=" + PAGE;
        return page(messages() + query, new ArrayList<>(), MOST_PAGES);
    }

    /** Newest first, page by page; oldest first in the end, as they were written. */
    private Future<List<Received>> page(String path, List<Received> found, int pages) {
        return http.exchange(HttpMethod.GET, path, headers(), Buffer.buffer()).compose(reply -> {
            if (reply.status() != 200) {
                return Future.failedFuture("the provider answered " + reply.status() + " to our question for its list");
            }
            JsonArray messages = reply.json().getJsonArray("messages", new JsonArray());
            for (int i = 0; i < messages.size(); i++) {
                listed(messages.getJsonObject(i)).ifPresent(found::add);
            }
            String next = reply.json().getString("next_page_uri", "");
            if (next != null && next.startsWith("/") && pages > 1) {
                return page(next, found, pages - 1);
            }
            Collections.reverse(found);
            return Future.succeededFuture(found);
        });
    }

    private Optional<Received> listed(JsonObject message) {
        if (!message.getString("direction", "").equals("inbound")) {
            return Optional.empty();
        }
        JsonObject fields = new JsonObject()
                .put("MessageSid", message.getString("sid"))
                .put("AccountSid", account.sid())
                .put("From", message.getString("from"))
                .put("To", message.getString("to"))
                .put("Body", message.getString("body", ""))
                .put("NumMedia", message.getString("num_media", "0"))
                .put("DateSent", message.getString("date_sent", ""));
        return Optional.of(new Received(NAME, Received.MESSAGE, fields, clock.instant()));
    }

    private String messages() {
        return "/2010-04-01/Accounts/" + account.sid() + "/Messages.json";
    }

    private Map<String, String> headers() {
        return Map.of(
                "Authorization", authorization(), "Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
    }

    private String authorization() {
        String login = account.sid() + ":" + account.tokens().get(0).reveal();
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }
}
