package io.engram.consolidation.learning;

import io.engram.adapters.training.RowSpool;

/**
 * Rows of one task on the local disk of the one place that trains.
 *
 * @param training rows that are learnt
 * @param validation rows that decide when training stops; null when there are none
 */
public record TaskRows(RowSpool training, RowSpool validation) implements AutoCloseable {

  @Override
  public void close() {
    training.close();
    if (validation != null) {
      validation.close();
    }
  }
}
