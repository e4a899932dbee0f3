package io.engram.jobs.experiment;

import java.lang.ref.SoftReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Samples of tables that many cells ask for, drawn once as long as there is room for them: of
 * pictures of usual size they are more than a heap holds. One that is drawn again is the same.
 *
 * @param <T> a sample
 */
final class HeldSamples<T> {
  private final Map<String, SoftReference<T>> held = new HashMap<>();

  T get(String key, Supplier<T> drawn) {
    SoftReference<T> there = held.get(key);
    T sample = there == null ? null : there.get();
    if (sample == null) {
      sample = drawn.get();
      held.put(key, new SoftReference<>(sample));
    }
    return sample;
  }
}
