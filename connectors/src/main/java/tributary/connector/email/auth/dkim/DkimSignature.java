package tributary.connector.email.auth.dkim;

import java.net.IDN;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One DKIM-Signature field that may count (RFC 6376 section 3.5).
 *
 * @param algorithm {@code rsa-sha256} or {@code ed25519-sha256}
 * @param identityDomain the domain of {@code i=}; that of {@code d=} by default
 * @param headers the names signed, lower case, in the signer's order
 * @param bodyHash Base64
 * @param lengthLimited whether {@code l=} is there
 */
record DkimSignature(
        RawField field,
        String algorithm,
        boolean relaxedHeader,
        boolean relaxedBody,
        String domain,
        String identityDomain,
        String selector,
        List<String> headers,
        String bodyHash,
        String signature,
        boolean lengthLimited,
        Optional<Long> expires) {
    private static final Pattern SIGNATURE_TAG = Pattern.compile("([;:][ \\t\\r\\n]*b[ \\t\\r\\n]*=)[^;]*");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

    DkimSignature {
        headers = List.copyOf(headers);
    }

    /** @throws DkimFaultException if the field breaks its format or asks for something we do not do */
    static DkimSignature parse(RawField field) {
        TagList tags = TagList.parse(field.value()).orElseThrow(() -> fault("not a list of tags"));
        require(tags.get("v").equals(Optional.of("1")), "v= is not 1");
        String algorithm = need(tags, "a").toLowerCase(Locale.ROOT);
        require(algorithm.equals("rsa-sha256") || algorithm.equals("ed25519-sha256"), "algorithm not accepted");
        String domain = domain(need(tags, "d"));
        String selector = need(tags, "s").toLowerCase(Locale.ROOT);
        require(NAME.matcher(selector).matches(), "s= is not a name");
        String identity = tags.get("i").orElse("@" + domain);
        String identityDomain = domain(identity.substring(identity.lastIndexOf('@') + 1));
        require(identityDomain.equals(domain) || identityDomain.endsWith("." + domain), "i= is not in d=");
        List<String> headers = names(need(tags, "h"));
        require(headers.contains("from"), "From is not signed");
        String query = tags.get("q").orElse("dns/txt");
        require(names(query).contains("dns/txt"), "q= without dns/txt");
        String[] forms = form(tags.get("c").orElse("simple/simple"));
        Optional<Long> expires = time(tags, "x");
        Optional<Long> signed = time(tags, "t");
        require(expires.isEmpty() || signed.isEmpty() || expires.get() > signed.get(), "x= is not after t=");
        return new DkimSignature(
                field,
                algorithm,
                forms[0].equals("relaxed"),
                forms[1].equals("relaxed"),
                domain,
                identityDomain,
                selector,
                headers,
                base64(tags, "bh"),
                base64(tags, "b"),
                tags.get("l").isPresent(),
                expires);
    }

    String keyName() {
        return selector + "._domainkey." + domain;
    }

    /** What was signed: the named fields from the bottom up, then this one with an empty {@code b=} (section 3.7). */
    String signedText(List<RawField> all) {
        StringBuilder text = new StringBuilder();
        List<RawField> left = new ArrayList<>(all);
        for (String name : headers) {
            for (int i = left.size() - 1; i >= 0; i--) {
                if (left.get(i).is(name)) {
                    text.append(left.remove(i).canonical(relaxedHeader)).append("\r\n");
                    break;
                }
            }
        }
        return text.append(withoutSignature().canonical(relaxedHeader)).toString();
    }

    private RawField withoutSignature() {
        Matcher tag = SIGNATURE_TAG.matcher(field.raw());
        return new RawField(field.name(), tag.replaceFirst("$1"));
    }

    private static String[] form(String text) {
        String[] forms = text.toLowerCase(Locale.ROOT).split("/", -1);
        String body = forms.length > 1 ? forms[1] : "simple";
        List<String> known = List.of("simple", "relaxed");
        require(forms.length < 3 && known.contains(forms[0]) && known.contains(body), "c= is not known");
        return new String[] {forms[0], body};
    }

    private static Optional<Long> time(TagList tags, String tag) {
        return tags.get(tag).map(text -> {
            require(text.matches("[0-9]{1,12}"), tag + "= is not a time");
            return Long.parseLong(text);
        });
    }

    private static String base64(TagList tags, String tag) {
        String text = tags.packed(tag).orElse("");
        try {
            require(Base64.getDecoder().decode(text).length > 0, tag + "= is empty");
        } catch (IllegalArgumentException e) {
            throw fault(tag + "= is not Base64");
        }
        return text;
    }

    private static List<String> names(String text) {
        List<String> names = new ArrayList<>();
        for (String name : text.split(":", -1)) {
            names.add(name.strip().toLowerCase(Locale.ROOT));
        }
        return names;
    }

    private static String domain(String text) {
        try {
            String ascii = IDN.toASCII(text, IDN.ALLOW_UNASSIGNED).toLowerCase(Locale.ROOT);
            require(NAME.matcher(ascii).matches() && ascii.contains("."), "not a domain");
            return ascii;
        } catch (IllegalArgumentException e) {
            throw fault("not a domain");
        }
    }

    private static String need(TagList tags, String tag) {
        return tags.get(tag).filter(value -> !value.isEmpty()).orElseThrow(() -> fault(tag + "= is missing"));
    }

    private static void require(boolean right, String otherwise) {
        if (!right) {
            throw fault(otherwise);
        }
    }

    private static DkimFaultException fault(String reason) {
        return new DkimFaultException(DkimResult.PERMERROR, reason);
    }
}
