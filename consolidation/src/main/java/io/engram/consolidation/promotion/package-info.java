/**
 * How a version becomes {@code production}: the gate's verdict is taken before it is published and
 * kept in its record, the alias moves after it, by compare-and-swap.
 */
package io.engram.consolidation.promotion;
