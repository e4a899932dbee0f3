/**
 * Consolidation: one student adapter learns to answer for two teachers, the adapter of a slot and
 * the new task's, from unlabelled inputs (Ermis et al. 2022, section 3).
 */
package io.engram.consolidation.distillation;
