package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.FrozenPass;
import io.engram.transformers.backbone.FrozenPass.Batching;
import io.engram.transformers.backbone.FrozenPass.Features;
import io.engram.transformers.backbone.FrozenPass.Wanted;
import io.engram.transformers.backbone.Precision;
import io.engram.transformers.backbone.folder.TinyHuggingFace;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.text.Tokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureExtractorTest extends SparkTest {
  private static final StructType SCHEMA =
      new StructType()
          .add("id", DataTypes.LongType)
          .add("text", DataTypes.StringType)
          .add("second", DataTypes.StringType);

  @TempDir static Path folder;
  private static TinyLake lake;

  @BeforeAll
  static void makeLake() {
    lake = TinyLake.create(folder, 5);
  }

  @Test
  void pooledVectorsAreTheBackbonesAndColumnsAndOrderStay() {
    List<Row> rows = rows(300);
    List<Row> result = extractor().transform(table(rows, 3)).collectAsList();
    List<Features> expected = expected(rows, false, new Wanted(0, false, true, Precision.FLOAT32));
    assertThat(result).hasSize(300);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(result.get(i).getLong(0)).isEqualTo(i);
      assertThat(result.get(i).getString(1)).isEqualTo(rows.get(i).getString(1));
      Vector vector = result.get(i).getAs("features");
      assertThat(vector.toArray()).hasSize(32);
      for (int j = 0; j < 32; j++) {
        assertThat(vector.apply(j))
            .isCloseTo(expected.get(i).pooled()[j], org.assertj.core.data.Offset.offset(2e-5));
      }
    }
  }

  @Test
  void aBackboneOfTheWorkFolderGoesByItsNameAndAHuggingFaceFolderByItsAddress(
      @TempDir Path elsewhere) throws IOException {
    Dataset<Row> table = table(rows(20), 2);
    String work = folder.toUri().toString();
    List<Row> byAddress = extractor().transform(table).collectAsList();
    assertThat(extractor().setBackbone("tiny").setWorkUri(work).transform(table).collectAsList())
        .isEqualTo(byAddress);
    Path model = elsewhere.resolve("model");
    TinyHuggingFace.copy("bert", model);
    List<Row> imported =
        extractor()
            .setBackbone(model.toUri().toString())
            .setWorkUri(elsewhere.resolve("work").toUri().toString())
            .transform(table)
            .collectAsList();
    assertThat(imported).hasSize(20);
    assertThat(elsewhere.resolve("work/backbones")).isNotEmptyDirectory();
  }

  @Test
  void hiddenStatesAreTheInputOfTheLayerInTheWantedPrecision() {
    List<Row> rows = rows(40);
    Dataset<Row> table = table(rows, 1);
    FeatureExtractor extractor =
        extractor().setOutput(FeatureExtractor.HIDDEN).setFromLayer(2).setPairCol("second");
    List<Row> full = extractor.transform(table).collectAsList();
    List<Row> half = extractor.setPrecision("float16").transform(table).collectAsList();
    List<Features> expected = expected(rows, true, new Wanted(2, true, false, Precision.FLOAT32));
    for (int i = 0; i < rows.size(); i++) {
      int length = full.get(i).getAs("length");
      assertThat(length).isEqualTo(expected.get(i).length());
      float[] states = FeatureRows.hidden(full.get(i).getAs("hidden"), length, 32);
      assertThat(states)
          .containsExactly(
              Precision.FLOAT32.decode(expected.get(i).hidden()),
              org.assertj.core.data.Offset.offset(2e-5f));
      assertThat(half.get(i).<byte[]>getAs("hidden")).hasSize(length * 32 * 2);
      assertThat(FeatureRows.hidden(half.get(i).getAs("hidden"), length, 32))
          .containsExactly(states, org.assertj.core.data.Offset.offset(5e-3f));
    }
  }

  @Test
  void nullAndBlankTextIsAnErrorOrSkippedOrKept() {
    Dataset<Row> table =
        table(
            List.of(
                RowFactory.create(0L, "good", null),
                RowFactory.create(1L, null, null),
                RowFactory.create(2L, " \t ", null)),
            1);
    assertThatThrownBy(() -> extractor().transform(table).collectAsList())
        .rootCause()
        .isInstanceOf(RowRefusedException.class)
        .hasMessageContaining("row 1 of partition 0: column 'text' is null")
        .hasMessageContaining("; row 2 of partition 0: column 'text' ")
        .hasMessageEndingWith("; mend these 2 rows or leave them out");
    assertThat(extractor().setHandleInvalid("skip").transform(table).collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactly(0L);
    List<Row> kept = extractor().setHandleInvalid("keep").transform(table).collectAsList();
    assertThat(kept).extracting(row -> row.isNullAt(3)).containsExactly(false, true, true);
  }

  @Test
  void wrongColumnsAreRefusedBeforeAnythingRuns() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> extractor().setInputCol("txt").transform(table(rows(1), 1)))
        .withMessage("inputCol names column 'txt', the table has [id, text, second]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> extractor().setPairCol("id").transform(table(rows(1), 1)))
        .withMessageContaining("pairCol names column 'id' of type bigint");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> extractor().setOutputCol("id").transform(table(rows(1), 1)))
        .withMessageContaining("already has a column 'id'");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new FeatureExtractor().setInputCol("text").transform(table(rows(1), 1)))
        .withMessageContaining("needs backbone");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                extractor()
                    .setBackbone("no-such")
                    .setWorkUri(folder.toUri().toString())
                    .transform(table(rows(1), 1)))
        .withMessageContaining("no backbone 'no-such'")
        .withMessageContaining("minilm")
        .withMessageContaining("Hugging Face folder");
  }

  @Test
  void aSavedPipelineGivesTheSameFeatures() throws Exception {
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {extractor()});
    Dataset<Row> table = table(rows(50), 2);
    PipelineModel model = pipeline.fit(table);
    model.write().save(folder.resolve("pipeline").toString());
    PipelineModel loaded = PipelineModel.load(folder.resolve("pipeline").toString());
    assertThat(loaded.transform(table).collectAsList())
        .isEqualTo(model.transform(table).collectAsList());
  }

  @Test
  void manyTasksAndStagesLoadTheBackboneOnce() {
    TinyLake other = TinyLake.create(folder.resolve("other"), 6);
    long before = ExecutorBackbones.loads();
    FeatureExtractor first = extractor().setBackbone(other.backbone().toString());
    FeatureExtractor second =
        extractor().setBackbone(other.backbone().toString()).setOutputCol("again");
    Dataset<Row> both = second.transform(first.transform(table(rows(64), 8)));
    assertThat(both.collectAsList()).hasSize(64);
    assertThat(both.collectAsList()).hasSize(64);
    assertThat(ExecutorBackbones.loads() - before).isEqualTo(1);
  }

  private static FeatureExtractor extractor() {
    return new FeatureExtractor()
        .setBackbone(lake.backbone().toString())
        .setMaxLength(20)
        .setBatchSize(16);
  }

  private static List<Features> expected(List<Row> rows, boolean pairs, Wanted wanted) {
    try (Backbone backbone = lake.folder().load();
        Tokenizer tokenizer = lake.folder().tokenizer(20)) {
      List<TokenIds> tokens =
          rows.stream()
              .map(row -> tokenizer.tokenize(row.getString(1), pairs ? row.getString(2) : null))
              .toList();
      return new FrozenPass(backbone, wanted, new Batching(1, 1)).run(tokens);
    }
  }

  private static Dataset<Row> table(List<Row> rows, int partitions) {
    return spark().createDataFrame(rows, SCHEMA).coalesce(1).repartition(partitions).sort("id");
  }

  private static List<Row> rows(int count) {
    Random random = new Random(9);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      rows.add(RowFactory.create((long) i, words(random), i % 2 == 0 ? words(random) : null));
    }
    return rows;
  }

  private static String words(Random random) {
    StringBuilder text = new StringBuilder("w");
    for (int i = random.nextInt(30); i > 0; i--) {
      text.append(random.nextInt(4) == 0 ? " " : (char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
