package io.engram.jobs.verb;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.jobs.CapturedLog;
import io.engram.jobs.ProgramRun;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CSV lines that have other fields than there are columns. */
class RaggedCsvTest extends SparkTest {
  private static final List<String> CSV = List.of("--format", "csv", "--option", "header=true");
  private static final List<String> AS_IT_IS = List.of("--option", "mode=PERMISSIVE");

  @TempDir private Path folder;

  @Test
  void aLineWithMoreFieldsThanTheHeaderIsRefusedByFileAndLineAndTakenOnlyWhereThatIsAsked()
      throws IOException {
    ToyModel toy = ToyModel.create(spark(), folder);
    String tasks = file("task.csv", rows() + "k24,hello,0, my parcel\n");
    assertRefused(
        toy.learn(toy.model(), "parity", tasks, words(CSV)), "task.csv", "k24,hello,0, my parcel");
    ProgramRun learnt = toy.learn(toy.model(), "parity", tasks, words(CSV, AS_IT_IS));
    assertThat(learnt.code()).as(learnt.err()).isZero();

    String asked = file("asked.csv", "text\na b c\nwhere is my parcel, please\n");
    ProgramRun refused = toy.score(asked, folder.resolve("scored"), words(CSV));
    assertRefused(refused, "asked.csv", "where is my parcel, please");
    ProgramRun scored = toy.score(asked, folder.resolve("scored"), words(CSV, AS_IT_IS));
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(spark().read().parquet(folder.resolve("scored").toString()).count()).isEqualTo(2);

    String short1 = file("short.csv", "text,label\na b c,0\nx y z\n");
    assertRefused(evaluate(toy, short1), "short.csv", "x y z");
  }

  @Test
  void anEarlierTaskWhoseTableHasSuchALineIsNotMeasuredAgainAndTheNewTaskIsLearnt()
      throws IOException {
    ToyModel toy = ToyModel.create(spark(), folder);
    String old = file("old.csv", rows());
    String[] words = words(CSV, List.of("--strategy", "finetune"));
    assertThat(toy.learn(toy.model(), "old", old, words).code()).isZero();
    file("old.csv", rows() + "k24,hello,0, my parcel\n");
    FileUtils.deleteDirectory(folder.resolve("model/cache").toFile());

    ProgramRun learnt;
    try (CapturedLog log =
        CapturedLog.listen(PatternLayout.newBuilder().withPattern("%m%n").build())) {
      learnt = toy.learn(toy.model(), "new", file("new.csv", rows().replace("a b", "m n")), words);
      assertThat(log.text())
          .containsPattern("task old: .*accuracy stays empty: .*old\\.csv: line ");
    }
    assertThat(learnt.code()).as(learnt.err()).isZero();
  }

  private static String rows() {
    StringBuilder rows = new StringBuilder("key,text,label\n");
    for (int i = 0; i < 24; i++) {
      rows.append("k%d,%s %d,%d\n".formatted(i, i % 2 == 0 ? "a b c" : "x y z", i, i % 2));
    }
    return rows.toString();
  }

  private static ProgramRun evaluate(ToyModel toy, String table) {
    List<String> args = new ArrayList<>(List.of("evaluate", "--model", toy.model()));
    args.addAll(List.of("--task", "parity", "--input", table));
    args.addAll(CSV);
    return toy.engram(args.toArray(String[]::new));
  }

  private static void assertRefused(ProgramRun run, String file, String line) {
    assertThat(run.code()).as(run.err()).isEqualTo(3);
    assertThat(run.err())
        .containsPattern(
            "cannot be read: file:\\S*/%s: line '%s' does not fit".formatted(file, line))
        .contains("put fields that hold the delimiter in quotes", "--option mode=PERMISSIVE")
        .doesNotContain("\tat ");
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  @SafeVarargs
  private static String[] words(List<String>... some) {
    List<String> all = new ArrayList<>();
    List.of(some).forEach(all::addAll);
    return all.toArray(String[]::new);
  }
}
