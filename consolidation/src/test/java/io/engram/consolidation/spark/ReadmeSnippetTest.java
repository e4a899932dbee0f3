package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Java of the README is the Java that runs here, on the real MiniLM-L6. */
class ReadmeSnippetTest extends SparkTest {

  private Dataset<Row> run(Dataset<Row> tasks, Dataset<Row> table, String lake) {
    // snippet
    ContinualClassifierModel model =
        new ContinualClassifier()
            .setInputCol("text")
            .setLabelCol("label")
            .setTaskCol("task")
            .setBackbone("minilm")
            .setWorkUri(lake)
            .setPoolSize(4)
            .fit(tasks);
    Dataset<Row> scored = model.transform(table);
    // end
    return scored;
  }

  @Test
  void theFirstHoursSnippetRunsAndGivesThePromisedColumns(@TempDir Path lake) {
    Dataset<Row> rows =
        spark()
            .createDataFrame(LearntLake.rows("letters", 2, 12), LearntLake.SCHEMA)
            .drop("split")
            .withColumn("task", functions.lit("letters"));
    Dataset<Row> scored = run(rows, rows, lake.toUri().toString());
    assertThat(scored.columns())
        .contains("prediction", "predictionIndex", "probability", "modelVersion", "error");
    assertThat(scored.filter("error IS NULL AND prediction IS NOT NULL").count()).isEqualTo(24);
  }

  @Test
  void theReadmeShowsExactlyTheSnippetThatIsRun() throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Path root =
        Files.exists(module.resolve("README.md")) && Files.exists(module.resolve("jobs"))
            ? module
            : module.getParent();
    String source =
        Files.readString(
            root.resolve(
                "consolidation/src/test/java/io/engram/consolidation/spark/ReadmeSnippetTest.java"));
    String run = between(source, "// snippet\n", "// end");
    String shown = between(Files.readString(root.resolve("README.md")), "```java\n", "```");
    assertThat(words(shown)).isEqualTo(words(run)).contains("ContinualClassifier");
  }

  private static String between(String text, String from, String to) {
    int start = text.indexOf(from) + from.length();
    return text.substring(start, text.indexOf(to, start));
  }

  private static String words(String code) {
    return code.strip().replaceAll("\\s+", " ");
  }
}
