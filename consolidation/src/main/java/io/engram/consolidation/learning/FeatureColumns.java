package io.engram.consolidation.learning;

import java.io.Serializable;

/**
 * Which parts of a feature row are decoded; the rest stays empty.
 *
 * @param hidden states at the first adapted layer; where a table has none they stay empty
 * @param pooled frozen, pooled output
 * @param target distillation targets
 */
public record FeatureColumns(boolean hidden, boolean pooled, boolean target)
    implements Serializable {}
