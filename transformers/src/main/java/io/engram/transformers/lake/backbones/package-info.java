/**
 * Frozen encoders in a lake: published once under their content hash, fetched once a machine into a
 * private folder with every hash checked.
 */
package io.engram.transformers.lake.backbones;
