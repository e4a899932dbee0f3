package io.engram.adapters.prediction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.engram.adapters.LabelSpace;
import io.engram.adapters.training.FeatureRow;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.TokenBatch;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.text.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Random texts that ask the tasks of {@link TinyServing#model}, and what the encoder sees of them.
 */
final class QueryRows {
  static final List<String> TASKS = List.of("alpha", "beta", "delta", "gamma", "plain");

  private QueryRows() {}

  static List<Query> queries(int count, long seed) {
    Random random = new Random(seed);
    List<Query> queries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder("word" + random.nextInt(1000));
      for (int words = random.nextInt(24); words > 0; words--) {
        text.append(" word").append(random.nextInt(1000));
      }
      queries.add(new Query(text.toString(), null, TASKS.get(random.nextInt(TASKS.size()))));
    }
    return queries;
  }

  /** With hidden states and the pooled output of the plain backbone. */
  static FeatureRow features(Backbone backbone, Tokenizer tokenizer, Query query, int fromLayer) {
    TokenIds tokens = tokenizer.read((RawInput) query.input());
    TokenBatch batch = TokenBatch.of(List.of(tokens));
    int layers = backbone.config().layers();
    try (TensorScope scope = TensorScope.open()) {
      NDManager manager = scope.manager();
      AttentionMask mask = AttentionMask.of(manager, batch.lengths(), batch.length());
      NDArray input = backbone.embed(manager, batch);
      NDArray lower = backbone.encode(input, mask, 0, fromLayer, LayerHook.IDENTITY);
      NDArray output = backbone.encode(lower, mask, fromLayer, layers, LayerHook.IDENTITY);
      return new FeatureRow(
          ((RawInput.Text) query.input()).text(),
          -1,
          tokens.length(),
          lower.toFloatArray(),
          backbone.pool(output, mask).toFloatArray(),
          new float[0]);
    }
  }

  /** Puts rows anywhere, with an opinion on their class. */
  static RowRouter routerByWidth(ServingModel model) {
    return (pooled, among) ->
        route(model, TASKS.get(Math.floorMod((int) (pooled[0] * 1000), TASKS.size())), pooled);
  }

  static RowRouter.Route route(ServingModel model, String task, float[] pooled) {
    LabelSpace labels = model.tasks().get(task).head().labels();
    float[] logits = Arrays.copyOf(pooled, labels.size());
    Prediction opinion = Prediction.of(task, labels, logits, false);
    return new RowRouter.Route(task, opinion.label(), opinion.probability(), 1, 0);
  }

  /** Two thirds of the logits of one opinion and a third of the other's, by hand. */
  static Prediction averaged(ServingModel model, Prediction ofTask, RowRouter.Route route) {
    float[] logits = new float[ofTask.probability().length];
    for (int c = 0; c < logits.length; c++) {
      double ofHead = Math.log(ofTask.probability()[c]);
      logits[c] = (float) ((2 * ofHead + Math.log(route.classes()[c])) / 3);
    }
    return Prediction.of(
        ofTask.task(),
        model.tasks().get(ofTask.task()).head().labels(),
        logits,
        ofTask.truncated());
  }
}
