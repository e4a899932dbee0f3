package io.engram.consolidation.learning;

import io.engram.transformers.lake.ContentHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** One hash of everything that a training is made of. */
public final class JobIdentity {
  private JobIdentity() {}

  /**
   * @param parts records, lists and texts that print all they hold
   */
  public static String of(Object... parts) {
    String text = Arrays.stream(parts).map(String::valueOf).collect(Collectors.joining("\n"));
    return ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8));
  }
}
