package io.engram.adapters.adapterhub;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.engram.adapters.training.AdamW;
import io.engram.adapters.training.CrossEntropyObjective;
import io.engram.adapters.training.RowBatch;
import io.engram.adapters.training.Student;
import io.engram.adapters.training.ToyRows;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.TensorScope;
import io.engram.transformers.weights.FloatTensor;
import io.engram.transformers.weights.Safetensors;
import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** One step of training on a golden's input, beside what PyTorch made of it. */
final class GoldenStep {
  private static final float TOLERANCE = 1e-5f;

  private GoldenStep() {}

  /** Pooled states, loss, penalty, all gradients, and all parameters after the step. */
  static void assertIsThatOfTorch(Student student, Safetensors golden, NDManager owner) {
    try (CrossEntropyObjective objective =
            CrossEntropyObjective.of(ToyRows.labels(3), 32, owner, 1);
        AdamW optimiser = new AdamW(owner, 0.01)) {
      objective
          .parameters()
          .forEach((name, array) -> array.set(FloatBuffer.wrap(golden.read(name).values())));
      optimiser.add(student.parameters(), 1e-3, student::decays);
      optimiser.add(objective.parameters(), 1e-2);
      collect(student, objective, golden);
      SortedMap<String, NDArray> trained = new TreeMap<>(student.parameters());
      trained.putAll(objective.parameters());
      trained.forEach(
          (name, array) -> {
            try (NDArray gradient = array.getGradient()) {
              assertClose("grad." + name, gradient.toFloatArray(), golden);
            }
          });
      optimiser.step(1);
      trained.forEach((name, array) -> assertClose("next." + name, array.toFloatArray(), golden));
      assertThat(golden.names().stream().filter(name -> name.startsWith("next.")).count())
          .isEqualTo(trained.size());
    }
  }

  private static void collect(
      Student student, CrossEntropyObjective objective, Safetensors golden) {
    try (TensorScope scope = TensorScope.open();
        GradientCollector collector = NeuralRuntime.get().engine().newGradientCollector()) {
      RowBatch batch =
          new RowBatch(
              scope.manager(),
              GoldenAdapters.array(golden.read("below"), scope.manager()),
              GoldenAdapters.mask(golden, scope.manager()),
              null,
              null,
              GoldenAdapters.ints(golden.read("labels")));
      NDArray pooled = student.pooled(batch);
      assertClose("pooled", pooled.toFloatArray(), golden);
      NDArray loss = objective.loss(pooled, batch);
      assertClose("loss", new float[] {loss.getFloat()}, golden);
      Optional<NDArray> penalty = student.penalty(scope.manager());
      assertThat(penalty.isPresent()).isEqualTo(golden.names().contains("penalty"));
      if (penalty.isPresent()) {
        assertClose("penalty", new float[] {penalty.get().getFloat()}, golden);
        loss = loss.add(penalty.get());
      }
      collector.backward(loss);
    }
  }

  /** Against the golden's tensor of that name. */
  static void assertClose(String name, float[] actual, Safetensors golden) {
    FloatTensor expected = golden.read(name);
    assertThat(actual).as(name).hasSameSizeAs(expected.values());
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs(actual[i] - expected.values()[i]))
          .as("%s[%d] is %s, expected %s", name, i, actual[i], expected.values()[i])
          .isLessThan(TOLERANCE);
    }
  }
}
