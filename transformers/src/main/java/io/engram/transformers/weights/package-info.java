/**
 * Named tensors on disk and in memory: safetensors read strictly and written deterministically, and
 * the initialisers of ONNX files. Nothing here knows an engine.
 */
package io.engram.transformers.weights;
