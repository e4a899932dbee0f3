package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StoreFixture;
import io.engram.jobs.CapturedLog;
import io.engram.jobs.ProgramRun;
import io.engram.jobs.RunningSession;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/**
 * 30 secrets planted in command line, settings and environment, under every kind of name; none
 * comes out anywhere.
 */
class SecretsTest extends SparkTest {
  private static final int COUNT = 30;

  private static final List<String> SECRETS =
      IntStream.range(0, COUNT).mapToObj(i -> "hush" + (char) ('A' + i) + "-9f+Z/" + i).toList();

  /** As they stand in URIs, where a slash ends the host. */
  private static final List<String> PLAIN =
      SECRETS.stream().map(secret -> secret.replace("/", "_").replace("+", ".")).toList();

  @TempDir private Path temporary;
  private final List<String> outputs = new ArrayList<>();
  private CapturedLog log;
  private final StringBuilder given = new StringBuilder();

  @BeforeEach
  void listen() {
    log = CapturedLog.listen(PatternLayout.newBuilder().withPattern("%m%n%ex").build());
  }

  @AfterEach
  void stopListening() {
    log.close();
  }

  @Test
  void everyPlantedSecretReachesNoLogNoRecordAndNoReport() throws IOException {
    ToyModel toy = ToyModel.create(spark(), temporary.resolve("lake"));
    String table = toy.write("parity", toy.rows());

    assertThat(run(learn(toy.model(), table)).code()).as(all()).isZero();
    assertThat(run(score(toy, table)).code()).as(all()).isZero();
    run(learn(toy.model(), temporary + "/none?sig=" + PLAIN.get(17)));
    run(learn(toy.model(), "nosuch://joe:" + PLAIN.get(18) + "@host/table"));
    run(learn("nosuch://joe:" + PLAIN.get(19) + "@host/model", table));
    run(learn(toy.model(), table, "--optoin", "password=" + SECRETS.get(4)));
    run(learn(toy.model(), table, "--optoin=password=" + SECRETS.get(4)));
    run("learn", "--config", broken().toString(), "--json");
    named(toy.model());
    LoggerFactory.getLogger(SecretsTest.class)
        .warn(
            "as somebody's library would say {}",
            SECRETS.get(11),
            new IOException(SECRETS.get(10)));

    assertThat(planted(given.toString())).as("planted").isEqualTo(COUNT);
    assertThat(log.text()).contains("somebody's library would say ***");
    assertThat(all().lines().filter(SecretsTest::leaks)).isEmpty();
    filesOfTheLake(toy.lake());
  }

  /** Reasons are kept in records: of moves of a name and of a version. */
  private void named(String model) throws IOException {
    String[] reasons = {
      "moved with pass=" + SECRETS.get(28),
      "by curl -b 'cookie=" + SECRETS.get(29) + "'",
      "what the environment holds: " + SECRETS.get(13)
    };
    String again = model + "#1";
    List<ProgramRun> runs = new ArrayList<>();
    for (String reason : reasons) {
      runs.add(run("models", "alias", "--model", again, "--name", "seen", "--reason", reason));
    }
    Configuration conf = spark().sessionState().newHadoopConf();
    StoreFixture.publish(ModelStore.open(Path.of(model).toUri(), conf), conf, "newer");
    runs.add(run("models", "rollback", "--model", again, "--reason", reasons[0], "--json"));
    runs.add(run("models", "alias", "--model", model, "--name", "seen", "--history", "--json"));
    assertThat(runs).extracting(ProgramRun::code).as(all()).containsOnly(0);
    assertThat(runs.get(3).out()).contains("\"reason\":\"moved with pass=***\"");
    assertThat(runs.get(4).out())
        .contains("moved with pass=***", "'cookie=***", "what the environment holds: ***");
  }

  private static long planted(String text) {
    return IntStream.range(0, COUNT)
        .filter(i -> text.contains(SECRETS.get(i)) || text.contains(PLAIN.get(i)))
        .count();
  }

  private static void filesOfTheLake(Path lake) throws IOException {
    try (Stream<Path> files = Files.walk(lake)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1) + file;
        assertThat(leaks(content)).as("a secret in %s", file).isFalse();
      }
    }
  }

  private static boolean leaks(String text) {
    return Stream.concat(SECRETS.stream(), PLAIN.stream()).anyMatch(text::contains);
  }

  private String all() {
    return String.join("\n", outputs) + log.text();
  }

  private ProgramRun run(String... args) {
    Map<String, String> environment =
        Map.of(
            "AWS_SECRET_ACCESS_KEY", SECRETS.get(10),
            "AWS_SESSION_TOKEN", SECRETS.get(11),
            "AWS_ACCESS_KEY_ID", SECRETS.get(12),
            "DB_PASSWORD", SECRETS.get(13),
            "DB_PASS", SECRETS.get(25),
            "AZURE_CLIENT_SECRET", SECRETS.get(14),
            "HTTPS_PROXY", "http://joe:" + PLAIN.get(9) + "@proxy:80");
    given.append(environment).append(List.of(args));
    ProgramRun run = ProgramRun.of(settings -> new RunningSession(spark()), environment, args);
    outputs.add(run.out());
    outputs.add(run.err());
    return run;
  }

  private String[] learn(String model, String table, String... more) throws IOException {
    List<String> args = new ArrayList<>(List.of("learn", "--model", model, "--task", "parity"));
    args.addAll(List.of("--input", table, "--key-cols", "key", "--epochs", "1"));
    args.addAll(List.of("--max-length", "32", "--pool-size", "2", "--backbone", "tiny"));
    args.addAll(planted());
    args.addAll(Arrays.asList(more));
    return args.toArray(String[]::new);
  }

  private String[] score(ToyModel toy, String table) throws IOException {
    List<String> args = new ArrayList<>(List.of("score", "--model", toy.model()));
    args.addAll(List.of("--task", "parity", "--input", table, "--key-cols", "key"));
    args.addAll(List.of("--output", toy.table("scored")));
    args.addAll(planted());
    return args.toArray(String[]::new);
  }

  private List<String> planted() throws IOException {
    return List.of(
        "--json",
        "--stacktrace",
        "--config",
        settings().toString(),
        "--spark-conf",
        "spark.hadoop.fs.s3a.secret.key=" + SECRETS.get(0),
        "--spark-conf",
        "spark.hadoop.fs.s3a.access.key=" + SECRETS.get(1),
        "--spark-conf",
        "spark.hadoop.fs.azure.account.key.x=" + SECRETS.get(2),
        "--spark-conf=spark.ssl.keyPassword=" + SECRETS.get(3),
        "--option",
        "password=" + SECRETS.get(4),
        "--option",
        "oauthToken=" + SECRETS.get(5),
        "--option",
        "url=jdbc:postgresql://h/db?user=joe&password=" + SECRETS.get(6),
        "--option=apiKey=" + SECRETS.get(7),
        "--option=pass=" + SECRETS.get(20),
        "--option",
        "archive=jdbc:postgresql://h/db?user=joe&pass=" + SECRETS.get(21),
        "--option",
        "creds=" + SECRETS.get(22),
        "--option",
        "jwt=" + SECRETS.get(23),
        "--option",
        "session-cookie=" + SECRETS.get(24),
        "--spark-conf",
        "spark.hadoop.store.masterkey=" + SECRETS.get(27),
        "--option",
        "proxy=http://joe:" + PLAIN.get(8) + "@proxy:80");
  }

  private Path settings() throws IOException {
    return written(
        "settings.conf",
        "spark.conf { \"spark.hadoop.fs.s3a.session.token\" = \""
            + SECRETS.get(15)
            + "\" }\ninput.options { db-secret = \""
            + SECRETS.get(16)
            + "\", passcode = \""
            + SECRETS.get(26)
            + "\" }\n");
  }

  private Path written(String name, String text) throws IOException {
    given.append(text);
    return Files.writeString(temporary.resolve(name), text);
  }

  private Path broken() throws IOException {
    return written(
        "broken.conf",
        "learn.epochs = \"password=" + SECRETS.get(4) + "\"\ndb.password = " + SECRETS.get(13));
  }
}
