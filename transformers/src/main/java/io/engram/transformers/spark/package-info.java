/**
 * The ring of Spark around the frozen encoder: pipeline stages, one model per executor JVM, rows in
 * bounded windows, and feature tables in the lake.
 */
package io.engram.transformers.spark;
