package tributary.connector.wechat.call;

import java.time.Duration;
import java.util.Set;
import tributary.connector.wechat.call.ApiException.Outcome;

/**
 * What an {@code errcode} means for a request. Source: WeChat "返回码说明", WeCom "全局错误码"; a code nobody lists is final,
 * because trying again could send twice.
 */
final class ErrorCodes {

    /** Busy, too fast, quota used up, too many at once; and a media id that has gone, which the next attempt uploads again. */
    private static final Set<Integer> LATER = Set.of(-1, 40007, 45009, 45011, 45033);

    private static final Set<Integer> TOKEN = Set.of(40001, 40014, 41001, 42001);

    /** App id, secret, caller's address, permission, blocked account. */
    private static final Set<Integer> ACCOUNT =
            Set.of(40013, 40125, 40164, 40201, 48001, 48004, 50002, 60011, 60020, 95000, 95004, 95011, 95012, 95017);

    private ErrorCodes() {}

    static Outcome outcome(int code) {
        if (LATER.contains(code)) {
            return Outcome.LATER;
        }
        if (TOKEN.contains(code)) {
            return Outcome.TOKEN;
        }
        return ACCOUNT.contains(code) ? Outcome.ACCOUNT : Outcome.NEVER;
    }

    static Duration retryAfter(int code) {
        return switch (code) {
            case 45009 -> Duration.ofHours(1);
            case 45011, 45033 -> Duration.ofSeconds(60);
            default -> Duration.ofSeconds(2);
        };
    }
}
