package io.engram.consolidation.distillation;

import io.engram.adapters.AdapterConfig;
import io.engram.adapters.AdapterInitializer;
import io.engram.adapters.AdapterWeights;
import io.engram.adapters.AdapterWidening;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.transformers.backbone.EncoderConfig;
import io.engram.transformers.weights.FloatTensor;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Where the student of a consolidation starts. */
public enum StudentStart {
  /** At the slot's adapter: it knows several tasks already. */
  COPY("copy"),
  /** Half way between the slot's adapter and the new one. */
  AVERAGE("average"),
  /** At the new adapter: where that itself went on from the slot, it knows both a little. */
  LEARNT("learnt"),
  /** At the plain backbone. */
  FRESH("fresh");

  private final String shortName;

  StudentStart(String shortName) {
    this.shortName = shortName;
  }

  /** Stable name in settings and files. */
  public String shortName() {
    return shortName;
  }

  /** Short names, in their order. */
  public static List<String> shortNames() {
    return Arrays.stream(values()).map(StudentStart::shortName).toList();
  }

  /**
   * @throws IllegalArgumentException if there is no such start, naming those there are
   */
  public static StudentStart of(String name) {
    return Arrays.stream(values())
        .filter(start -> start.shortName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingRefusedException(
                    "no student start '"
                        + name
                        + "'; there are "
                        + String.join(", ", shortNames())));
  }

  /**
   * The student before it learns.
   *
   * @param slot adapter of the slot
   * @param learnt adapter of the new task
   * @param width units the student has at least; a slot that is wider stays as wide
   * @param seed of new units and fresh weights
   * @throws IllegalArgumentException if the adapters differ in more than their width
   */
  AdapterWeights student(
      AdapterWeights slot, AdapterWeights learnt, int width, EncoderConfig encoder, long seed) {
    AdapterConfig kept = slot.config();
    if (!kept.fits(learnt.config())) {
      throw new IllegalArgumentException(
          "a slot's adapter " + kept + " cannot be consolidated with " + learnt.config());
    }
    int units = Math.max(width, kept.width());
    return switch (this) {
      case COPY -> AdapterWidening.widen(slot, units, seed);
      case AVERAGE -> {
        int both = Math.max(units, learnt.config().width());
        yield mean(
            AdapterWidening.widen(slot, both, seed), AdapterWidening.widen(learnt, both, seed));
      }
      case LEARNT -> AdapterWidening.widen(learnt, Math.max(units, learnt.config().width()), seed);
      case FRESH -> AdapterInitializer.fresh(kept.withWidth(units), encoder, seed);
    };
  }

  /**
   * Weight by weight.
   *
   * @throws IllegalArgumentException if the adapters are not of one kind and shape
   */
  public static AdapterWeights mean(AdapterWeights left, AdapterWeights right) {
    if (!left.config().equals(right.config())) {
      throw new IllegalArgumentException(
          "there is no mean of " + left.config() + " and " + right.config());
    }
    SortedMap<String, FloatTensor> mean = new TreeMap<>();
    left.tensors()
        .forEach(
            (name, tensor) -> {
              float[] other = right.tensors().get(name).values();
              float[] values = tensor.values().clone();
              for (int i = 0; i < values.length; i++) {
                values[i] = (values[i] + other[i]) / 2;
              }
              mean.put(name, new FloatTensor(tensor.shape(), values));
            });
    return new AdapterWeights(left.config(), mean);
  }
}
