package io.engram.adapters.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class RowSpoolKeysTest {
  private static final float[] NONE = new float[0];

  @Property(tries = 50)
  void anyKeysComeBackInTheOrderOfTheirBytes(
      @ForAll @Size(min = 1, max = 40) Set<@StringLength(max = 12) String> keys) {
    List<String> shuffled = new ArrayList<>(keys);
    shuffled.removeIf(key -> !key.equals(new String(utf8(key), StandardCharsets.UTF_8)));
    if (shuffled.isEmpty()) {
      return;
    }
    Collections.shuffle(shuffled, new Random(keys.size()));
    try (RowSpoolWriter writer = RowSpool.writer(1)) {
      shuffled.forEach(key -> writer.add(new FeatureRow(key, 0, 1, NONE, new float[1], NONE)));
      try (RowSpool spool = writer.finish()) {
        List<String> sorted = new ArrayList<>(shuffled);
        sorted.sort((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));
        assertThat(IntStream.range(0, spool.rows()).mapToObj(spool::key)).isEqualTo(sorted);
      }
    }
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
