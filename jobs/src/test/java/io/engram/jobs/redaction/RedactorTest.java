package io.engram.jobs.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

class RedactorTest {
  private static String hidden(String text, String... words) {
    return Redactor.of(List.of(words), Map.of(), "").apply(text);
  }

  @Test
  void valueGivenUnderASecretNameIsHiddenWhereverItAppears() {
    assertThat(hidden("login as x9+/y,z failed", "--option", "password=x9+/y,z"))
        .isEqualTo("login as *** failed");
    assertThat(hidden("login as x9+/y,z failed", "--option=db.token=x9+/y,z"))
        .isEqualTo("login as *** failed");
    assertThat(
            Redactor.of(List.of(), Map.of("AWS_SECRET_ACCESS_KEY", "k1k2k3"), "").apply("k1k2k3!"))
        .isEqualTo("***!");
    assertThat(
            Redactor.of(List.of(), Map.of(), "spark.conf { \"a.secret.key\" = \"k1k2k3\" }")
                .apply("k1k2k3!"))
        .isEqualTo("***!");
  }

  @Test
  void sparksOwnSettingAddsNames() {
    assertThat(
            hidden(
                "the pass-phrase is tulip",
                "--spark-conf",
                "spark.redaction.regex=(?i)phrase",
                "--spark-conf",
                "spark.x.phrase=tulip"))
        .isEqualTo("the pass-phrase is ***");
  }

  @Test
  void credentialsAreHiddenBySight() {
    assertThat(hidden("s3a://AKIA:wJalr@bucket/x and jdbc:x://u:p@ss@h/d?user=u&password=q;a=b"))
        .isEqualTo("s3a://AKIA:***@bucket/x and jdbc:x://u:***@h/d?user=u&password=***;a=b");
    assertThat(hidden("spark.hadoop.fs.s3a.secret.key=abc, fs.azure.account.key.x = def"))
        .isEqualTo("spark.hadoop.fs.s3a.secret.key=***, fs.azure.account.key.x = ***");
  }

  @Test
  void wordsThatAreNoCredentialsStay() {
    String text =
        "hdfs://namenode:8020/models@production, abfss://data@account/x, 12 tokens,"
            + " author=me, hadoop.security.authentication=kerberos, /work/here, true";
    assertThat(
            Redactor.of(
                    List.of("--option", "auth=true"),
                    Map.of(
                        "PWD",
                        "/work/here",
                        "x.credentials.provider",
                        "org.a.Provider",
                        "GIT_AUTHOR_NAME",
                        "models"),
                    "")
                .apply(text))
        .isEqualTo(text);
  }

  @Test
  void textsInsideJsonAreHiddenAndItsShapeStays() {
    assertThat(
            Redactor.bySight()
                .tree(Map.of("error", List.of("x://a:b@c", 7), "rows", 8, "ok", true)))
        .isEqualTo(Map.of("error", List.of("x://a:***@c", 7), "rows", 8, "ok", true));
  }

  @Test
  void hidesWhatAHadoopFileOnTheClassPathGivesUnderASecretName() {
    Configuration.addDefaultResource("secret-site.xml");

    Redactor redactor = Redactor.of(List.of(), Map.of(), "");

    assertThat(redactor.apply("the client sent h4d00p-s3cr3t to the bucket engram-lake"))
        .isEqualTo("the client sent *** to the bucket engram-lake");
  }
}
