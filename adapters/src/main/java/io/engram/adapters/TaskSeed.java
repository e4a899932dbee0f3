package io.engram.adapters;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Seeds that depend on nothing but their inputs, on any machine and in any order of tasks. */
public final class TaskSeed {
  private TaskSeed() {}

  /**
   * The seed of one task's training: the first eight bytes of SHA-256 over the run's seed and the
   * task id.
   */
  public static long of(long runSeed, String taskId) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(ByteBuffer.allocate(Long.BYTES).putLong(0, runSeed));
      digest.update(taskId.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
