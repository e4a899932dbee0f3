/**
 * Rows that name no task: which task they belong to, how sure that is, and how unlike they are to
 * all that was learnt. Made from the statistics that versions keep.
 */
package io.engram.consolidation.routing;
