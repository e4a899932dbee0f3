package io.engram.adapters.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.engram.adapters.AdapterWeights;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.BertEncoder;
import io.engram.transformers.backbone.TinyBackbone;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.text.Tokenizer;
import io.engram.transformers.weights.FloatTensor;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ClosedPredictorTest {
  private static final Tokenizer TOKENIZER = new WordTokenizer(100, 20);
  private static final List<FeatureRow> NO_ROWS = List.of();
  private static BertEncoder backbone;

  @BeforeAll
  static void load() {
    backbone = TinyBackbone.create(3);
  }

  @AfterAll
  static void close() {
    backbone.close();
  }

  @Test
  @Timeout(60)
  void closingWaitsForThePredictionThatRuns() throws InterruptedException {
    int before = NeuralRuntime.get().liveArrays();
    ClosingTokenizer tokenizer = new ClosingTokenizer();
    TaskPredictor predictor = predictor(tokenizer);
    int loaded = NeuralRuntime.get().liveArrays();
    tokenizer.closer = new Thread(predictor::close);

    assertThat(predictor.predict(QueryRows.queries(30, 5))).hasSize(30);

    assertThat(tokenizer.liveWhileClosing).isEqualTo(loaded);
    tokenizer.closer.join();
    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  @Test
  void everyQuestionAfterClosingIsRefused() {
    TaskPredictor predictor = predictor(TOKENIZER);
    predictor.close();
    predictor.close();

    List<Query> queries = QueryRows.queries(2, 5);
    refused(() -> predictor.predict(queries));
    refused(() -> predictor.predictAll(queries));
    refused(() -> predictor.predictFeatures(NO_ROWS, "alpha"));
    refused(() -> predictor.predictAllFeatures(NO_ROWS));
    refused(() -> predictor.pooled(NO_ROWS, 0));
  }

  @Test
  void aModelThatCannotBeLoadedLeavesNoArrayBehind() {
    ServingModel good = TinyServing.model(backbone.config(), 1, 7);
    ServingModel bad =
        new ServingModel(1, List.of(good.slots().get(0), turned(good.slots().get(1))), tasks(good));
    int before = NeuralRuntime.get().liveArrays();

    assertThatThrownBy(
            () -> new TaskPredictor(backbone, TOKENIZER, bad, PredictorOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("down.weight of shape");

    assertThat(NeuralRuntime.get().liveArrays()).isEqualTo(before);
  }

  private static SortedMap<String, ServingModel.ServedTask> tasks(ServingModel model) {
    return new TreeMap<>(model.tasks().headMap("delta"));
  }

  /** As many values, in a tensor of another shape. */
  private static AdapterWeights turned(AdapterWeights weights) {
    SortedMap<String, FloatTensor> tensors = new TreeMap<>(weights.tensors());
    String name =
        tensors.keySet().stream().filter(n -> n.endsWith("down.weight")).findFirst().orElseThrow();
    FloatTensor tensor = tensors.get(name);
    long[] shape = tensor.shape();
    tensors.put(name, new FloatTensor(new long[] {shape[1], shape[0]}, tensor.values()));
    return new AdapterWeights(weights.config(), tensors);
  }

  private static TaskPredictor predictor(Tokenizer tokenizer) {
    ServingModel model = TinyServing.model(backbone.config(), 1, 7);
    return new TaskPredictor(backbone, tokenizer, model, PredictorOptions.defaults());
  }

  private static void refused(Runnable question) {
    assertThatThrownBy(question::run)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the predictor is closed");
  }

  /** Has its predictor closed by another thread while a row is read. */
  private static final class ClosingTokenizer implements Tokenizer {
    private Thread closer;
    private int liveWhileClosing;

    @Override
    public TokenIds tokenize(String text, String pair) {
      if (closer.getState() == Thread.State.NEW) {
        closer.start();
        while (closer.getState() != Thread.State.WAITING && closer.isAlive()) {
          Thread.onSpinWait();
        }
        liveWhileClosing = NeuralRuntime.get().liveArrays();
      }
      return TOKENIZER.tokenize(text, pair);
    }

    @Override
    public int maxLength() {
      return TOKENIZER.maxLength();
    }

    @Override
    public void close() {}
  }
}
