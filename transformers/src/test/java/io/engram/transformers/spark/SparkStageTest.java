package io.engram.transformers.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.engram.transformers.spark.ToyStages.Mean;
import io.engram.transformers.spark.ToyStages.MeanModel;
import io.engram.transformers.spark.ToyStages.Scale;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SparkStageTest extends SparkTest {
  @TempDir Path folder;

  @Test
  void everyDeclaredParamIsListedByNameAndExplained() {
    Scale stage = new Scale().setFactor(3);
    assertThat(Arrays.stream(stage.params()).map(Param::name))
        .containsExactly(
            "factor", "inputCol", "mode", "names", "negate", "outputCol", "seed", "times");
    assertThat(stage.explainParams())
        .contains("factor: what to multiply by (default: 2.0, current: 3.0)")
        .contains("inputCol: column to scale (undefined)")
        .contains("mode: what to do with it: fast, slow (default: fast)");
    assertThat(stage.hasParam("times")).isTrue();
    assertThat(stage.getParam("times").parent()).isEqualTo(stage.uid());
  }

  @Test
  void copyKeepsUidAndValuesAndIsIndependent() {
    Scale stage = changed();
    Scale copy = (Scale) stage.copy(new ParamMap().put(stage.factor(), 9.0));
    assertThat(copy.uid()).isEqualTo(stage.uid());
    assertThat(copy.values().subList(1, 6)).isEqualTo(stage.values().subList(1, 6));
    assertThat(copy.values().get(0)).isEqualTo(9.0);
    copy.setTimes(5);
    assertThat(stage.values()).isEqualTo(changed().values());
  }

  @Test
  void aValueOutsideItsRangeIsRefusedByName() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scale().setTimes(0))
        .withMessageContaining("times");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scale().setMode("sideways"))
        .withMessageContaining("mode")
        .withMessageContaining("sideways");
  }

  @Test
  void aParamWithoutValueIsNamedWhenItIsNeeded() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Scale().transform(table()))
        .withMessage("Scale needs inputCol (column to scale); it is not set and has no default");
  }

  @Test
  void theSameNameTwiceIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(ToyStages.Twice::new)
        .withMessage("stage twice declares param same twice");
  }

  @Test
  void savedStageLoadsWithEveryValue() throws Exception {
    Scale stage = changed();
    spark();
    stage.write().save(folder.resolve("stage").toString());
    Scale loaded = Scale.read().load(folder.resolve("stage").toString());
    assertThat(loaded.uid()).isEqualTo(stage.uid());
    assertThat(loaded.values()).isEqualTo(stage.values());
    assertThat(loaded.isDefined(loaded.getParam("inputCol"))).isTrue();
  }

  @Test
  void fittedPipelineLoadsAndPredictsTheSame() throws Exception {
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {changed(), new Mean()});
    pipeline.write().save(folder.resolve("pipeline").toString());
    PipelineModel model = Pipeline.load(folder.resolve("pipeline").toString()).fit(table());
    model.write().save(folder.resolve("model").toString());
    PipelineModel loaded = PipelineModel.load(folder.resolve("model").toString());
    assertThat(loaded.transform(table()).collectAsList())
        .isEqualTo(model.transform(table()).collectAsList());
    assertThat(((MeanModel) loaded.stages()[1]).mean()).isEqualTo(2.0);
    assertThat(model.copy(new ParamMap()).stages()[1].uid()).isEqualTo(model.stages()[1].uid());
  }

  @Test
  void aParamGridFitsOneModelPerPoint() {
    Mean mean = new Mean();
    ParamMap[] grid = new ParamGridBuilder().addGrid(mean.offset(), new double[] {0, 10}).build();
    List<Double> means = Arrays.stream(grid).map(point -> mean.fit(table(), point).mean()).toList();
    assertThat(means).containsExactlyInAnyOrder(2.0, 12.0);
  }

  @Test
  void copyOfAModelKeepsItsParent() {
    Mean mean = new Mean();
    MeanModel copy = mean.fit(table()).copy(new ParamMap());
    assertThat(copy.parent()).isSameAs(mean);
    assertThat(copy.mean()).isEqualTo(2.0);
  }

  private static Scale changed() {
    return new Scale()
        .setInputCol("x")
        .setFactor(3)
        .setTimes(2)
        .setSeed(11)
        .setNegate(true)
        .setMode("slow")
        .setNames("c");
  }

  private static Dataset<Row> table() {
    return spark().range(1, 4).selectExpr("cast(id as double) as x");
  }
}
