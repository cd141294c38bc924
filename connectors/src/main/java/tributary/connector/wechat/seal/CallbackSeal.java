package tributary.connector.wechat.seal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import tributary.config.Secret;

/**
 * Checks and opens the callbacks of one account: SHA-1 over the sorted parts, AES-256-CBC with padding to blocks of 32.
 *
 * <p>Source: WeChat Official Account, "消息加解密说明"; WeCom, "加解密方案说明".
 */
public final class CallbackSeal {

    private static final int BLOCK = 32;
    private static final int RANDOM = 16;
    private static final int HEAD = RANDOM + 4;

    private final Secret token;
    private final byte[] key;
    private final byte[] owner;

    /**
     * @param encodingKey the 43 characters of {@code EncodingAESKey}
     * @param owner app id or corp id at the end of every packet
     */
    public CallbackSeal(Secret token, Secret encodingKey, String owner) {
        this.token = token;
        this.key = key(encodingKey);
        this.owner = owner.getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if it is no such key; the message does not show it */
    public static byte[] key(Secret encodingKey) {
        String text = encodingKey.reveal();
        if (text.length() != 43 || !text.matches("[A-Za-z0-9+/]{43}")) {
            throw new IllegalArgumentException(
                    "expected 43 letters and digits, found " + text.length() + " characters");
        }
        return Base64.getDecoder().decode(text);
    }

    /** Whether {@code signature} is that of the parts; takes the same time wherever it differs. */
    public static boolean signed(Secret token, String signature, String... parts) {
        byte[] expected = signature(token, parts).getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(expected, signature.getBytes(StandardCharsets.UTF_8));
    }

    /** {@code hex(SHA1(concat(sort(token, parts…))))}. */
    static String signature(Secret token, String... parts) {
        String[] all = Arrays.copyOf(parts, parts.length + 1);
        all[parts.length] = token.reveal();
        Arrays.sort(all);
        try {
            byte[] joined = String.join("", all).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(joined));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Verifies, then decrypts.
     *
     * @param encrypted Base64, as in the callback
     * @return the clear bytes
     * @throws SealBrokenException for whatever is wrong
     */
    public byte[] open(String signature, String timestamp, String nonce, String encrypted) {
        if (!signed(token, signature, timestamp, nonce, encrypted)) {
            throw new SealBrokenException();
        }
        try {
            return content(decrypt(Base64.getDecoder().decode(encrypted)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new SealBrokenException();
        }
    }

    /** PKCS#7 of the JDK stops at blocks of 16: the padding is taken off by hand. */
    private byte[] decrypt(byte[] encrypted) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/NoPadding");
        cipher.init(
                Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(Arrays.copyOf(key, RANDOM)));
        return cipher.doFinal(encrypted);
    }

    private byte[] content(byte[] padded) {
        int padding = padded.length == 0 ? 0 : padded[padded.length - 1];
        if (padding < 1 || padding > BLOCK || padded.length < HEAD + padding) {
            throw new SealBrokenException();
        }
        int end = padded.length - padding;
        for (int i = end; i < padded.length; i++) {
            if (padded[i] != padding) {
                throw new SealBrokenException();
            }
        }
        int length = ByteBuffer.wrap(padded, RANDOM, 4).getInt();
        if (length < 0 || length > end - HEAD) {
            throw new SealBrokenException();
        }
        byte[] sender = Arrays.copyOfRange(padded, HEAD + length, end);
        if (!MessageDigest.isEqual(owner, sender)) {
            throw new SealBrokenException();
        }
        return Arrays.copyOfRange(padded, HEAD, HEAD + length);
    }

    @Override
    public String toString() {
        return "CallbackSeal";
    }
}
