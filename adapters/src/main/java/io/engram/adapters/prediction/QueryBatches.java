package io.engram.adapters.prediction;

import io.engram.transformers.input.InputReader;
import io.engram.transformers.input.ModelInput;
import io.engram.transformers.input.RawInput;
import io.engram.transformers.input.RowInput;
import io.engram.transformers.runtime.UseLock;
import java.util.Arrays;
import java.util.List;

/** Rows as batches for the encoder: bounded windows, sorted by slot and length, on all workers. */
final class QueryBatches {
  private static final int READ_ROWS = 128;

  private final InputReader reader;
  private final PredictorOptions options;
  private final Workers workers;
  private final UseLock lock;

  QueryBatches(InputReader reader, PredictorOptions options, Workers workers, UseLock lock) {
    this.reader = reader;
    this.options = options;
    this.workers = workers;
    this.lock = lock;
  }

  /** Takes the logits of one slot for some rows of a batch. */
  interface Answer {
    /**
     * @param rows positions of the batch's rows among the queries
     * @param inputs of the batch's rows
     * @param positions rows of the batch that were asked
     * @param logits of those, {@code [positions, logits of the slot]}
     * @param second of second heads, {@code [rows of the batch, logits]}, or null
     */
    void accept(
        int[] rows, ModelInput[] inputs, int slot, int[] positions, float[] logits, float[] second);
  }

  /** Encodes one batch. */
  interface Encoding {
    /**
     * @param rows positions of the batch's rows among the queries
     * @param slotsOfBatch slot of each row; null: every slot
     */
    void encode(int[] rows, List<ModelInput> batch, int[] slotsOfBatch, BatchEncoder.Answer answer);
  }

  /**
   * @param slotOfRow slot of each query; null: every slot
   */
  void forEach(List<Query> queries, int[] slotOfRow, Encoding encoding, Answer answer) {
    lock.use(
        () -> {
          for (int start = 0; start < queries.size(); start += options.windowRows()) {
            int end = Math.min(queries.size(), start + options.windowRows());
            window(queries.subList(start, end), start, slotOfRow, encoding, answer);
          }
          return null;
        });
  }

  private void window(
      List<Query> queries, int start, int[] slotOfRow, Encoding encoding, Answer answer) {
    ModelInput[] inputs = read(queries);
    int[] lengths = Arrays.stream(inputs).mapToInt(ModelInput::length).toArray();
    int[] slotsOfWindow =
        slotOfRow == null ? null : Arrays.copyOfRange(slotOfRow, start, start + inputs.length);
    List<int[]> batches = BatchPlan.of(lengths, slotsOfWindow, options);
    workers.forEach(
        batches.size(),
        piece -> {
          int[] batch = batches.get(piece);
          ModelInput[] ofBatch = new ModelInput[batch.length];
          int[] rows = new int[batch.length];
          int[] slotsOfBatch = slotOfRow == null ? null : new int[batch.length];
          for (int i = 0; i < batch.length; i++) {
            ofBatch[i] = inputs[batch[i]];
            rows[i] = start + batch[i];
            if (slotsOfBatch != null) {
              slotsOfBatch[i] = slotsOfWindow[batch[i]];
            }
          }
          encoding.encode(
              rows,
              Arrays.asList(ofBatch),
              slotsOfBatch,
              (slot, positions, logits, second) ->
                  answer.accept(rows, ofBatch, slot, positions, logits, second));
        });
  }

  private ModelInput[] read(List<Query> queries) {
    ModelInput[] inputs = new ModelInput[queries.size()];
    workers.forEach(
        (inputs.length + READ_ROWS - 1) / READ_ROWS,
        piece -> {
          int end = Math.min(inputs.length, (piece + 1) * READ_ROWS);
          for (int row = piece * READ_ROWS; row < end; row++) {
            inputs[row] = read(queries.get(row).input());
          }
        });
    return inputs;
  }

  /** Makes a row ready; one that was made ready before stays as it is. */
  ModelInput read(RowInput input) {
    return input instanceof RawInput raw ? reader.read(raw) : (ModelInput) input;
  }
}
