package io.engram.adapters.training;

import ai.djl.ndarray.NDArray;
import io.engram.transformers.runtime.NeuralRuntime;
import io.engram.transformers.runtime.NumericPlace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.SortedMap;

/**
 * What decides the bytes of a training run besides its inputs' values. A run is resumed only where
 * all of it is the same.
 *
 * @param place what the last bits depend on
 * @param config settings, seed included
 * @param recipe what else decides it, in words; empty for what has nothing but {@code config}, as
 *     in checkpoints that lack it
 * @param plan SHA-256 over names and shapes of what is trained and over keys, labels and lengths of
 *     the rows in order: with the settings, this is the plan of all batches
 */
record RunIdentity(NumericPlace place, TrainingConfig config, String recipe, String plan) {

  RunIdentity {
    recipe = recipe == null ? "" : recipe;
  }

  static RunIdentity of(
      TrainingConfig config,
      String recipe,
      SortedMap<String, NDArray> parameters,
      RowSpool rows,
      RowSpool other) {
    return new RunIdentity(
        NeuralRuntime.get().place(), config, recipe, plan(parameters, rows, other));
  }

  private static String plan(
      SortedMap<String, NDArray> parameters, RowSpool rows, RowSpool validation) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parameters.forEach((name, array) -> text(digest, name + array.getShape()));
      add(digest, rows);
      if (validation != null) {
        add(digest, validation);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private static void add(MessageDigest digest, RowSpool rows) {
    text(digest, rows.rows() + " rows of " + rows.layout());
    ByteBuffer numbers = ByteBuffer.allocate(2 * Integer.BYTES);
    for (int position = 0; position < rows.rows(); position++) {
      text(digest, rows.key(position));
      digest.update(numbers.putInt(0, rows.label(position)).putInt(4, rows.length(position)));
      numbers.rewind();
    }
  }

  private static void text(MessageDigest digest, String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /**
   * Whether the saved run was of the same rows and settings; where it was made may differ.
   *
   * @throws TrainingException naming the first difference
   */
  void requireSameWork(RunIdentity saved) {
    same("settings", config, saved.config);
    same("recipe", recipe, saved.recipe);
    same("rows or weights (SHA-256)", plan, saved.plan);
  }

  private static void same(String what, Object present, Object saved) {
    if (!Objects.equals(present, saved)) {
      throw new TrainingException(
          "the checkpoint belongs to another run: "
              + what
              + " was "
              + saved
              + ", is "
              + present
              + "; resume where it was made, or delete it to start again");
    }
  }
}
