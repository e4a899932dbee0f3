/**
 * A published or saved model from its folder, ready to predict in plain Java: what the Spark ring
 * loads on executors and what a service loads by itself.
 */
package io.engram.consolidation.store.serving;
