/** What differs between two versions of a model; plain values, nothing is read here. */
package io.engram.consolidation.comparison;
