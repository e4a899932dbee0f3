/**
 * Classifiers on frozen features that need sums over the rows and no training: nearest class mean,
 * linear discriminant analysis, ridge regression on random features.
 */
package io.engram.consolidation.closedform;
