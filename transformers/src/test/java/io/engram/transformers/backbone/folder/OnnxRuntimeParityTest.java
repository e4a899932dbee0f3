package io.engram.transformers.backbone.folder;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.engram.transformers.backbone.AttentionMask;
import io.engram.transformers.backbone.Backbone;
import io.engram.transformers.backbone.LayerHook;
import io.engram.transformers.backbone.Pooling;
import io.engram.transformers.backbone.TokenBatch;
import io.engram.transformers.input.TokenIds;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.text.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Our encoder against ONNX Runtime on the same weights, in mixed batches with padding. */
class OnnxRuntimeParityTest {
  private static final int TEXTS = 200;
  private static final int BATCH = 4;
  private static final int LONGEST = 256;
  private static final float TOLERANCE = 2e-5f;

  @TempDir Path work;

  @ParameterizedTest
  @EnumSource(value = KnownBackbone.class, mode = Mode.EXCLUDE, names = "BERT_BASE")
  void hiddenStatesAndPooledVectorsEqualOnnxRuntime(KnownBackbone known)
      throws IOException, OrtException {
    BackboneFolder folder =
        BackboneImporter.importInto(
            work.resolve(known.backboneName()), ArtifactSource.onClassPath(known));
    Largest largest = new Largest();
    try (Backbone backbone = folder.load();
        Tokenizer tokenizer = folder.tokenizer(LONGEST);
        OrtSession session = session(known)) {
      List<TokenIds> rows = rows(tokenizer);
      assertThat(rows.stream().mapToInt(TokenIds::length).max()).hasValue(LONGEST);
      for (int start = 0; start < rows.size(); start += BATCH) {
        TokenBatch batch = TokenBatch.of(rows.subList(start, Math.min(rows.size(), start + BATCH)));
        // Both sides use one thread: side by side they take half the time.
        CompletableFuture<float[]> expected =
            CompletableFuture.supplyAsync(() -> onnx(session, batch));
        compare(backbone, batch, expected, largest);
      }
    }
    assertThat(largest.rows).isEqualTo(TEXTS);
    assertThat(largest.hidden).as("hidden states").isLessThanOrEqualTo(TOLERANCE);
    assertThat(largest.pooled).as("pooled vectors").isLessThanOrEqualTo(TOLERANCE);
  }

  private static final class Largest {
    private int rows;
    private float hidden;
    private float pooled;
  }

  private static void compare(
      Backbone backbone,
      TokenBatch batch,
      CompletableFuture<float[]> onOnnxRuntime,
      Largest largest) {
    int width = backbone.config().hidden();
    float[] hidden;
    float[] pooled;
    try (TensorScope scope = TensorScope.open()) {
      AttentionMask mask = AttentionMask.of(scope.manager(), batch.lengths(), batch.length());
      NDArray input = backbone.embed(scope.manager(), batch);
      NDArray output =
          backbone.encode(input, mask, 0, backbone.config().layers(), LayerHook.IDENTITY);
      hidden = output.toFloatArray();
      pooled = backbone.pool(output, mask).toFloatArray();
    }
    float[] expected = onOnnxRuntime.join();
    for (int row = 0; row < batch.rows(); row++) {
      int tokens = batch.lengths()[row];
      int from = row * batch.length() * width;
      double[] mean = new double[width];
      for (int i = 0; i < tokens * width; i++) {
        largest.hidden = Math.max(largest.hidden, Math.abs(hidden[from + i] - expected[from + i]));
        mean[i % width] += expected[from + i] / (double) tokens;
      }
      for (int i = 0; i < width; i++) {
        boolean cls = backbone.config().pooling() == Pooling.CLS;
        float vector = cls ? expected[from + i] : (float) mean[i];
        largest.pooled = Math.max(largest.pooled, Math.abs(pooled[row * width + i] - vector));
      }
      largest.rows++;
    }
  }

  private static OrtSession session(KnownBackbone known) throws IOException, OrtException {
    try (InputStream stream =
            OnnxRuntimeParityTest.class.getResourceAsStream("/" + known.weightsEntry());
        OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      return OrtEnvironment.getEnvironment().createSession(stream.readAllBytes(), options);
    }
  }

  private static float[] onnx(OrtSession session, TokenBatch batch) {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    long[] shape = {batch.rows(), batch.length()};
    long[] attention = new long[batch.ids().length];
    for (int row = 0; row < batch.rows(); row++) {
      Arrays.fill(attention, row * batch.length(), row * batch.length() + batch.lengths()[row], 1);
    }
    try (OnnxTensor ids =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(batch.ids()), shape);
        OnnxTensor mask = OnnxTensor.createTensor(environment, LongBuffer.wrap(attention), shape);
        OnnxTensor types =
            OnnxTensor.createTensor(environment, LongBuffer.wrap(batch.typeIds()), shape);
        OrtSession.Result result =
            session.run(
                Map.of("input_ids", ids, "attention_mask", mask, "token_type_ids", types))) {
      FloatBuffer values = ((OnnxTensor) result.get("last_hidden_state").get()).getFloatBuffer();
      float[] hidden = new float[values.remaining()];
      values.get(hidden);
      return hidden;
    } catch (OrtException e) {
      throw new IllegalStateException("ONNX Runtime refused a batch", e);
    }
  }

  /** Random words, from one to more than fit, short texts more often; every fifth row a pair. */
  private static List<TokenIds> rows(Tokenizer tokenizer) {
    Random random = new Random(11);
    List<TokenIds> rows = new ArrayList<>();
    for (int i = 0; i < TEXTS; i++) {
      double share = i == 0 ? 1 : Math.pow(random.nextDouble(), 5);
      int words = (int) Math.round(Math.exp(share * Math.log(LONGEST)));
      rows.add(
          tokenizer.tokenize(text(random, words), i % 5 == 0 ? text(random, words / 2 + 1) : null));
    }
    return rows;
  }

  private static String text(Random random, int words) {
    StringBuilder text = new StringBuilder();
    for (int word = 0; word < words; word++) {
      int letters = 1 + random.nextInt(6);
      for (int letter = 0; letter < letters; letter++) {
        text.append((char) ('a' + random.nextInt(26)));
      }
      text.append(' ');
    }
    return text.toString();
  }
}
