package io.engram.consolidation.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "spark.ssl.keyStorePassword",
        "SSL_PASSPHRASE",
        "kafka.sasl.jaas.config",
        "fs.s3a.encryption.key",
        "fs.s3a.access.key",
        "STRIPE_KEY",
        "AZURE_STORAGE_CONNECTION_STRING",
        "GH_PAT",
        "Authorization",
        "AUTHORIZED_USER",
        "pass",
        "DB_PASS",
        "dbpass",
        "userPass",
        "pass_1",
        "passcode",
        "pass-key",
        "pswd",
        "pw",
        "creds",
        "dbCreds",
        "CRED",
        "jwt",
        "session-cookie",
        "masterkey",
        "masterKey",
        "master_key",
        "signingKey",
        "storage-key"
      })
  void namesOfSettingsThatHoldCredentials(String name) {
    assertThat(SecretText.isSecretName(name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "path",
        "header",
        "key-cols",
        "keyspace",
        "authors",
        "GIT_AUTHOR_NAME",
        "compression",
        "patience",
        "compass",
        "bypass",
        "passenger",
        "passes",
        "gatePassed",
        "passthrough",
        "CLASSPATH",
        "SSH_ASKPASS",
        "credit",
        "sacred",
        "masterUrl",
        "pwm"
      })
  void namesOfOtherSettings(String name) {
    assertThat(SecretText.isSecretName(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s3://reader:hunter2!@lake/tasks",
        "fs.s3a.secret.key=hunter2!",
        "fs.s3a.secret.key = 'hunter2!'",
        "LoginModule required username=\"me\" password=\"hunter2!\";",
        "{\"password\": \"hunter2!\", \"rows\": 3}",
        "jdbc:postgresql://host/db?user=u&pass=hunter2!",
        "jdbc:sqlserver://host;user=u;pass=hunter2!;trust=yes",
        "wrong password=hunter2! in March",
        "Authorization: Bearer hunter2-hunter2-hunter2",
        "Bearer hunter2-hunter2-hunter2"
      })
  void theValueIsHiddenAndWhatIsAroundItStays(String text) {
    String hidden = SecretText.hide(text);
    assertThat(hidden).doesNotContain("hunter2").contains(SecretText.HIDDEN);
    List<String> found = new ArrayList<>();
    SecretText.collect(text, found);
    assertThat(found).isNotEmpty().allMatch(value -> value.contains("hunter2"));
    assertThat(text.replace(found.get(0), SecretText.HIDDEN)).isEqualTo(hidden);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "task key: its token is missing",
        "column 'key' is missing; there are text, label",
        "keys = [a, b]",
        "the table s3://lake/tasks/animal has 3 rows",
        "monkey=3",
        "compass=north, bypass=true, passenger=3, credit=5",
        "{\"passed\": \"floor\"}"
      })
  void plainTextStaysAsItIs(String text) {
    assertThat(SecretText.hide(text)).isEqualTo(text);
  }

  @Test
  void aQuotedValueIsHiddenWhole() {
    assertThat(SecretText.hide("token=\"two words\" rows=3"))
        .isEqualTo("token=\"" + SecretText.HIDDEN + "\" rows=3");
  }
}
