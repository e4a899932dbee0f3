package io.engram.consolidation.spark;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.engram.consolidation.gate.GateRules;
import io.engram.consolidation.promotion.Promotion;
import io.engram.consolidation.promotion.PromotionOutcome;
import io.engram.consolidation.spark.LearnOutcome.Kind;
import io.engram.consolidation.store.GarbageOptions;
import io.engram.consolidation.store.VersionRecord;
import io.engram.consolidation.store.upkeep.Erasure;
import io.engram.consolidation.strategy.SettingsChoice;
import io.engram.consolidation.task.TaskId;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real learner leaves of a task beside its versions goes with the task. */
class ErasedTaskTest extends SparkTest {
  @TempDir Path temporary;

  @Test
  void noFileOfTheStoreNamesATaskWhoseRowsAnotherTaskWasDistilledWith() throws IOException {
    Path root = temporary.resolve("model");
    LearntLake lake = new LearntLake(spark(), root);
    lake.learn("letters", lake.write("letters", 2, 16), LearntLake.choice("ada", 1), false);
    lake.learn("words", lake.write("words", 2, 16), LearntLake.choice("ada", 1), false);
    assertThat(naming(root.resolve("cache"), "letters-0-")).isNotEmpty();

    VersionRecord clean =
        new Erasure(lake.store, new Configuration())
            .erase(new TaskId("letters"))
            .published()
            .orElseThrow();
    lake.store.collect(new GarbageOptions(Duration.ZERO, clean.number(), false));

    List<Path> left = naming(root, "letters");
    assertThat(left).allMatch(file -> file.startsWith(root.resolve("tasks")));
  }

  @Test
  void aGateAskedForAfterAnErasureJudgesTheVersionWithoutTheTaskAndNotTheOneBefore()
      throws IOException {
    LearntLake lake = new LearntLake(spark(), temporary.resolve("model"));
    SettingsChoice choice = LearntLake.choice("ada", 1);
    String words = lake.write("words", 2, 16);
    lake.learn("letters", lake.write("letters", 2, 16), choice, false);
    long learnt = lake.learn("words", words, choice, false).record().number();
    VersionRecord clean =
        new Erasure(lake.store, new Configuration())
            .erase(new TaskId("letters"))
            .published()
            .orElseThrow();

    LearnOutcome again = lake.learn("words", words, choice, new GateRules(0.0, null, true));

    assertThat(again.kind()).isEqualTo(Kind.UNCHANGED);
    assertThat(again.promotion().orElseThrow().kind()).isEqualTo(PromotionOutcome.Kind.MOVED);
    assertThat(lake.store.alias(Promotion.ALIAS).orElseThrow().version())
        .isEqualTo(clean.number())
        .isGreaterThan(learnt);
  }

  private static List<Path> naming(Path folder, String text) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().contains(text) || content(file).contains(text))
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return new String(Files.readAllBytes(file), ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
