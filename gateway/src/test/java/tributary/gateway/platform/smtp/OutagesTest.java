package tributary.gateway.platform.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutagesTest {

    private final Logger logger = (Logger) LoggerFactory.getLogger(Outages.class);
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Outages outages = new Outages();

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(null);
    }

    @Test
    void writesOneLineWhenAnOutageBeginsAndOneWithTheCountWhenItIsOver() {
        outages.taken("support");
        for (int i = 0; i < 500; i++) {
            outages.refused("support", new IllegalStateException("no database"));
        }
        outages.refused("sales", new IllegalStateException("no database"));
        outages.taken("support");
        outages.taken("support");

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.WARN, Level.INFO);
        assertThat(log.list.get(0).getThrowableProxy().getMessage()).isEqualTo("no database");
        assertThat(log.list.get(2).getKeyValuePairs()).anySatisfy(pair -> {
            assertThat(pair.key).isEqualTo("refused");
            assertThat(pair.value).isEqualTo(500L);
        });
    }

    @Test
    void theNextOutageIsWrittenAnew() {
        outages.refused("support", new IllegalStateException("one"));
        outages.taken("support");
        outages.refused("support", new IllegalStateException("two"));

        assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO, Level.WARN);
    }
}
