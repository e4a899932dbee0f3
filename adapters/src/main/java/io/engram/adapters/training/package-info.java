/**
 * Learning an adapter and a head from cached features: rows on local disk, losses, the optimiser
 * and the loop around them.
 */
package io.engram.adapters.training;
