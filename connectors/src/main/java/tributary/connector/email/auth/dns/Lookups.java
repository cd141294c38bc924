package tributary.connector.email.auth.dns;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/**
 * Questions to the domain name system. A name that does not exist, has no such record, or cannot be a name gives an
 * empty list; no usable answer in time fails with {@link DnsTroubleException}. Aliases (CNAME) are followed.
 */
public interface Lookups {
    /** The TXT records of a name, each with its strings joined (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2). */
    Future<List<String>> txt(String name);

    /**
     * The addresses of a name.
     *
     * @param six AAAA instead of A
     */
    Future<List<InetAddress>> addresses(String name, boolean six);

    /** The mail exchangers of a name, best first. */
    Future<List<String>> mx(String name);

    /** The names an address claims. */
    Future<List<String>> names(InetAddress address);
}
