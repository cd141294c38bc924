package tributary.simulator.wechat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Encrypts and signs as the platform does. */
public final class Envelope {

    private final String token;
    private final byte[] key;
    private final String owner;

    /** @param owner app id or corp id at the end of each packet */
    public Envelope(String token, String encodingAesKey, String owner) {
        this.token = token;
        this.key = Base64.getDecoder().decode(encodingAesKey + "=");
        this.owner = owner;
    }

    /** {@code Base64(AES-256-CBC(random16 + length + message + owner + padding))}. */
    public String encrypt(byte[] random16, String message, boolean goodPadding) {
        byte[] text = message.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        packet.writeBytes(random16);
        for (int shift = 24; shift >= 0; shift -= 8) {
            packet.write(text.length >>> shift);
        }
        packet.writeBytes(text);
        packet.writeBytes(owner.getBytes(StandardCharsets.UTF_8));
        int fill = 32 - packet.size() % 32;
        for (int i = 0; i < fill; i++) {
            packet.write(goodPadding ? fill : 99);
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(key, 0, 16));
            return Base64.getEncoder().encodeToString(cipher.doFinal(packet.toByteArray()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** SHA-1 over the sorted parts and the token, as hex. */
    public String sign(String... parts) {
        String joined =
                Stream.concat(Stream.of(parts), Stream.of(token)).sorted().collect(Collectors.joining());
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(joined.getBytes(StandardCharsets.UTF_8));
            StringBuilder hex = new StringBuilder();
            for (byte one : hash) {
                hex.append(Character.forDigit(one >> 4 & 15, 16)).append(Character.forDigit(one & 15, 16));
            }
            return hex.toString();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
