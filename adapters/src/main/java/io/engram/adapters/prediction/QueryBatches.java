package io.engram.adapters.prediction;

import io.engram.transformers.text.TokenIds;
import io.engram.transformers.text.Tokenizer;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of text as batches of tokens: bounded windows, sorted by slot and length, on all workers.
 */
final class QueryBatches {
  private static final int TOKENISE_ROWS = 128;

  private final Tokenizer tokenizer;
  private final PredictorOptions options;
  private final Workers workers;

  QueryBatches(Tokenizer tokenizer, PredictorOptions options, Workers workers) {
    this.tokenizer = tokenizer;
    this.options = options;
    this.workers = workers;
  }

  /** Takes the logits of one slot for some rows of a batch. */
  interface Answer {
    /**
     * @param rows positions of the batch's rows among the queries
     * @param tokens of the batch's rows
     * @param positions rows of the batch that were asked
     * @param logits of those, {@code [positions, logits of the slot]}
     */
    void accept(int[] rows, TokenIds[] tokens, int slot, int[] positions, float[] logits);
  }

  /** Encodes one batch. */
  interface Encoding {
    /**
     * @param rows positions of the batch's rows among the queries
     * @param slotsOfBatch slot of each row; null: every slot
     */
    void encode(int[] rows, List<TokenIds> batch, int[] slotsOfBatch, BatchEncoder.Answer answer);
  }

  /**
   * @param slotOfRow slot of each query; null: every slot
   */
  void forEach(List<Query> queries, int[] slotOfRow, Encoding encoding, Answer answer) {
    for (int start = 0; start < queries.size(); start += options.windowRows()) {
      int end = Math.min(queries.size(), start + options.windowRows());
      window(queries.subList(start, end), start, slotOfRow, encoding, answer);
    }
  }

  private void window(
      List<Query> queries, int start, int[] slotOfRow, Encoding encoding, Answer answer) {
    TokenIds[] tokens = tokenise(queries);
    int[] lengths = Arrays.stream(tokens).mapToInt(TokenIds::length).toArray();
    int[] slotsOfWindow =
        slotOfRow == null ? null : Arrays.copyOfRange(slotOfRow, start, start + tokens.length);
    List<int[]> batches = BatchPlan.of(lengths, slotsOfWindow, options);
    workers.forEach(
        batches.size(),
        piece -> {
          int[] batch = batches.get(piece);
          TokenIds[] ofBatch = new TokenIds[batch.length];
          int[] rows = new int[batch.length];
          int[] slotsOfBatch = slotOfRow == null ? null : new int[batch.length];
          for (int i = 0; i < batch.length; i++) {
            ofBatch[i] = tokens[batch[i]];
            rows[i] = start + batch[i];
            if (slotsOfBatch != null) {
              slotsOfBatch[i] = slotsOfWindow[batch[i]];
            }
          }
          encoding.encode(
              rows,
              Arrays.asList(ofBatch),
              slotsOfBatch,
              (slot, positions, logits) -> answer.accept(rows, ofBatch, slot, positions, logits));
        });
  }

  private TokenIds[] tokenise(List<Query> queries) {
    TokenIds[] tokens = new TokenIds[queries.size()];
    workers.forEach(
        (tokens.length + TOKENISE_ROWS - 1) / TOKENISE_ROWS,
        piece -> {
          int end = Math.min(tokens.length, (piece + 1) * TOKENISE_ROWS);
          for (int row = piece * TOKENISE_ROWS; row < end; row++) {
            tokens[row] = tokenizer.tokenize(queries.get(row).text(), queries.get(row).pair());
          }
        });
    return tokens;
  }
}
