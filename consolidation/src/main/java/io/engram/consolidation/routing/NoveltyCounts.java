package io.engram.consolidation.routing;

/**
 * Rows of tasks that were learnt, by how unlike they seem to what was learnt. Where novelty is what
 * it says, one row in twenty is {@link #UNUSUAL} and one in a hundred is {@link #RARE}: false
 * alarms of who takes such a row for new. Combinable.
 *
 * @param rows whose novelty is known
 * @param unusual of these, those above {@link #UNUSUAL}
 * @param rare of these, those above {@link #RARE}
 */
public record NoveltyCounts(long rows, long unusual, long rare) {
  public static final double UNUSUAL = 0.95;
  public static final double RARE = 0.99;

  /** No rows. */
  public static final NoveltyCounts NONE = new NoveltyCounts(0, 0, 0);

  public NoveltyCounts merge(NoveltyCounts other) {
    return new NoveltyCounts(rows + other.rows, unusual + other.unusual, rare + other.rare);
  }

  /** Share of the rows above {@link #UNUSUAL}; NaN without rows. */
  public double unusualShare() {
    return rows == 0 ? Double.NaN : (double) unusual / rows;
  }

  /** Share of the rows above {@link #RARE}; NaN without rows. */
  public double rareShare() {
    return rows == 0 ? Double.NaN : (double) rare / rows;
  }
}
