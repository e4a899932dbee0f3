package io.engram.transformers.backbone;

import io.engram.transformers.input.TokenIds;
import java.util.List;

/**
 * Rows of tokens padded to one length.
 *
 * @param ids token ids {@code [rows, length]} row-major, padding 0 (it is masked, its value has no
 *     effect)
 * @param typeIds segments, same layout
 * @param lengths real tokens of each row
 * @param length padded length
 */
public record TokenBatch(long[] ids, long[] typeIds, int[] lengths, int length)
    implements InputBatch {

  public static TokenBatch of(List<TokenIds> rows) {
    int length = rows.stream().mapToInt(TokenIds::length).max().orElse(0);
    long[] ids = new long[rows.size() * length];
    long[] types = new long[ids.length];
    int[] lengths = new int[rows.size()];
    for (int row = 0; row < lengths.length; row++) {
      TokenIds tokens = rows.get(row);
      lengths[row] = tokens.length();
      for (int i = 0; i < lengths[row]; i++) {
        ids[row * length + i] = tokens.ids()[i];
        types[row * length + i] = tokens.typeIds()[i];
      }
    }
    return new TokenBatch(ids, types, lengths, length);
  }
}
