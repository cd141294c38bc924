package tributary.gateway.platform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static tributary.gateway.platform.postgres.TestDatabase.await;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class InstallationIT {

    @RegisterExtension
    static final TestDatabase DB = new TestDatabase();

    private Installation installation;

    @BeforeEach
    void empty() {
        DB.run("truncate installation, inbox, identity, contact, party, ticket, message, outbox cascade");
        installation = new Installation(DB.database());
    }

    @Test
    void nodesThatStartTogetherShareOneEpoch() {
        List<Future<String>> asked =
                Stream.generate(installation::epoch).limit(5).toList();

        List<String> epochs = asked.stream().map(TestDatabase::await).distinct().toList();

        assertThat(epochs).singleElement().asString().matches("[A-Za-z0-9_-]{16,}");
    }

    @Test
    void theEpochStaysAsLongAsTheServerIsTheSame() {
        String first = await(installation.epoch());

        assertThat(await(installation.epoch())).isEqualTo(first);
    }

    @Test
    void anotherTimelineBeginsAnEpochAndHoldsWhatWasNotSent() {
        String before = await(installation.epoch());
        SmallRecord.write(DB);
        DB.run("update installation set timeline = timeline + 1");

        String after = await(installation.epoch());

        assertThat(after).isNotEqualTo(before);
        assertThat(DB.value("select string_agg(state, ',' order by id) from outbox"))
                .isEqualTo("unknown,unknown,unknown,sent,failed");
        assertThat(DB.value("select count(*) from outbox where reason = 'restored'"))
                .isEqualTo(3L);
        assertThat(await(installation.epoch())).isEqualTo(after);
    }

    @Test
    void anotherSystemIdentifierBeginsAnEpoch() {
        String before = await(installation.epoch());
        DB.run("update installation set system_identifier = '1'");

        assertThat(await(installation.epoch())).isNotEqualTo(before);
    }

    @Test
    void nodesThatAskTogetherGetTheSameKey() {
        SecretKeys keys = new SecretKeys(DB.database(), new SecureRandom());
        List<Future<byte[]>> asked =
                Stream.generate(() -> keys.key("upload-url")).limit(5).toList();

        byte[] key = await(keys.key("upload-url"));

        assertThat(key).hasSize(32).isNotEqualTo(await(keys.key("reply-address")));
        assertThat(asked).allSatisfy(other -> assertThat(await(other)).isEqualTo(key));
    }
}
