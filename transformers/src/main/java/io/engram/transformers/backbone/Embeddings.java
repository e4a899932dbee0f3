package io.engram.transformers.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.core.Embedding;

/** Word, position and token type embeddings, summed and normalised. */
final class Embeddings {
  private final BertConfig config;
  private final NDArray words;

  /** Positions with the first token type already added: most batches have no other type. */
  private final NDArray positionsOfFirstType;

  /**
   * Other types minus the first, {@code [types, hidden]}; null where the family has one at most.
   */
  private final NDArray typeDifferences;

  private final FrozenNorm norm;

  Embeddings(NDManager owner, CheckedWeights weights, BertConfig config) {
    this.config = config;
    int hidden = config.hidden();
    int types = config.typeVocabulary();
    words = weights.load(owner, "embeddings.word_embeddings.weight", config.vocabulary(), hidden);
    float[] positions =
        weights.read("embeddings.position_embeddings.weight", config.maxPositions(), hidden);
    if (types == 0) {
      typeDifferences = null;
    } else {
      float[] type = weights.read("embeddings.token_type_embeddings.weight", types, hidden);
      float[] differences = new float[type.length];
      for (int i = 0; i < type.length; i++) {
        differences[i] = type[i] - type[i % hidden];
      }
      positions = positions.clone();
      for (int i = 0; i < positions.length; i++) {
        positions[i] += type[i % hidden];
      }
      typeDifferences = types == 1 ? null : owner.create(differences, new Shape(types, hidden));
    }
    positionsOfFirstType = owner.create(positions, new Shape(config.maxPositions(), hidden));
    norm = FrozenNorm.load(owner, weights, "embeddings.LayerNorm", config);
  }

  NDArray apply(NDManager scope, TokenBatch batch) {
    check(batch);
    int length = batch.length();
    long[] positionIds = new long[length];
    for (int i = 0; i < length; i++) {
      positionIds[i] = i + (long) config.positionOffset();
    }
    Shape shape = new Shape(batch.rows(), length);
    try (NDArray ids = scope.create(batch.ids(), shape);
        NDArray sum = look(ids, words);
        NDArray places = scope.create(positionIds);
        NDArray positions = look(places, positionsOfFirstType)) {
      sum.addi(positions);
      if (typeDifferences != null && hasSecondType(batch)) {
        try (NDArray typeIds = scope.create(batch.typeIds(), shape);
            NDArray types = look(typeIds, typeDifferences)) {
          sum.addi(types);
        }
      }
      return norm.apply(sum);
    }
  }

  private static NDArray look(NDArray ids, NDArray table) {
    return Embedding.embedding(ids, table, SparseFormat.DENSE).singletonOrThrow();
  }

  private static boolean hasSecondType(TokenBatch batch) {
    for (long type : batch.typeIds()) {
      if (type != 0) {
        return true;
      }
    }
    return false;
  }

  private void check(TokenBatch batch) {
    if (batch.length() > config.maxLength()) {
      throw new IllegalArgumentException(
          "batch of "
              + batch.length()
              + " tokens is longer than the encoder's "
              + config.maxLength()
              + " positions; truncate when tokenising");
    }
    for (int i = 0; i < batch.ids().length; i++) {
      long id = batch.ids()[i];
      if (id < 0 || id >= config.vocabulary()) {
        throw new IllegalArgumentException(
            "token id "
                + id
                + " in row "
                + i / batch.length()
                + " is outside the encoder's vocabulary of "
                + config.vocabulary()
                + "; tokenizer and weights do not belong together");
      }
      long type = batch.typeIds()[i];
      // A family without types looks none up.
      if (config.typeVocabulary() > 0 && (type < 0 || type >= config.typeVocabulary())) {
        throw new IllegalArgumentException(
            "token type "
                + type
                + " in row "
                + i / batch.length()
                + " is outside the encoder's "
                + config.typeVocabulary()
                + " token types; tokenizer and weights do not belong together");
      }
    }
  }
}
