/**
 * The model of one version as a document: {@code model.json} and the immutable objects it names
 * (see FORMAT.md). No Spark.
 */
package io.engram.consolidation.model;
