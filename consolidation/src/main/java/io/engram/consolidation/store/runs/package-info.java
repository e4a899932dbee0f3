/**
 * Learnings that are not published yet, in the lake: what a killed writer needs to go on where it
 * stood. The layout is that of FORMAT.md, section "Runs".
 */
package io.engram.consolidation.store.runs;
