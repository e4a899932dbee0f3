/**
 * What is measured: counts that add up, the accuracy matrix as the artefact, and metrics that are
 * pure functions of it.
 */
package io.engram.consolidation.evaluation;
