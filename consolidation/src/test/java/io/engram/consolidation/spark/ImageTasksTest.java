package io.engram.consolidation.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.engram.consolidation.distillation.ReservoirRow;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.spark.SparkTest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.functions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of pictures from their tables to scored rows, by the same pipeline as texts. */
class ImageTasksTest extends SparkTest {

  @TempDir static Path folder;
  private static PictureLake toy;
  private static LearnOutcome last;

  @BeforeAll
  static void learn() throws IOException {
    toy = PictureLake.create(folder, spark(), 12);
    toy.learn("stripes", toy.write("stripes", 2));
    toy.learn("colours", toy.write("colours", 3));
    last = toy.learn("sizes", toy.write("sizes", 2));
  }

  @Test
  void aSlotIsSharedAndEveryTaskIsStillTold() {
    assertThat(last.model().state().pool().slots()).hasSize(2);
    assertThat(last.log().orElseThrow().consolidation()).isPresent();
    for (int task = 0; task < 3; task++) {
      assertThat(last.matrix().cell(2, task)).isGreaterThan(0.6);
    }
  }

  @Test
  void oldPicturesAreKeptToDistilOn() {
    assertThat(last.model().state().reservoir().size()).isEqualTo(20);
  }

  @Test
  void oldPicturesAreKeptSmallAndAnsweredToTheBitAsTheyCame() throws IOException {
    Map<String, byte[]> came = new HashMap<>();
    for (String task : List.of("stripes", "colours", "sizes")) {
      toy.table(task)
          .select("key", "picture")
          .collectAsList()
          .forEach(row -> came.put(row.getString(0), (byte[]) row.get(1)));
    }
    List<Row> before = new ArrayList<>();
    List<Row> after = new ArrayList<>();
    long bytes = 0;
    for (ReservoirRow row : last.model().state().reservoir().rows()) {
      byte[] kept = ((RawInput.Image) row.input()).bytes();
      before.add(RowFactory.create(row.key(), came.get(row.key()), "", ""));
      after.add(RowFactory.create(row.key(), kept, "", ""));
      assertThat(kept.length).isLessThanOrEqualTo(came.get(row.key()).length);
      bytes += kept.length;
    }
    assertThat(bytes)
        .isLessThan(before.stream().mapToLong(row -> ((byte[]) row.get(1)).length).sum() / 2);
    assertThat(answers(after)).hasSize(20).isEqualTo(answers(before));
  }

  private static List<Row> answers(List<Row> pictures) throws IOException {
    return toy.scoring(last, "colours")
        .setInputCol("picture")
        .transform(spark().createDataFrame(pictures, ToyPictures.SCHEMA).coalesce(1))
        .select("key", "prediction", "probability")
        .collectAsList();
  }

  @Test
  void plainPipelineModelLoadScoresTheColumnImageAndAgreesWithTheEvaluation() throws IOException {
    String version = toy.lake().store.checkedFolder(last.record()).toString();
    PipelineModel model = PipelineModel.load(version);
    Dataset<Row> scored =
        model.transform(
            toy.table("colours")
                .filter("split = 'test'")
                .withColumnRenamed("picture", "image")
                .withColumn("task", functions.lit("colours")));
    double right = scored.filter("prediction = label").count() / (double) scored.count();
    assertThat(right).isCloseTo(last.matrix().cell(2, 1), within(1e-9));
  }

  @Test
  void threadsThatDecodeChangeNoBitOfAnAnswer() throws IOException {
    List<Row> one =
        toy.scoring(last, "colours")
            .setInputCol("picture")
            .transform(toy.table("colours"))
            .collectAsList();
    List<Row> three =
        toy.scoring(last, "colours")
            .setInputCol("picture")
            .setImageThreads(3)
            .transform(toy.table("colours"))
            .collectAsList();
    assertThat(three).isEqualTo(one);
  }
}
