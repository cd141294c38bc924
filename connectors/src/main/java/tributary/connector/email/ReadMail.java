package tributary.connector.email;

import io.vertx.core.buffer.Buffer;
import tributary.connector.email.mime.ParsedMail;

/** @param hash of {@link MailContent} */
record ReadMail(ParsedMail mail, Buffer hash) {}
