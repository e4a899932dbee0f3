/** The one door to the native engine: loading, device, threads, numeric path and memory scopes. */
package io.engram.transformers.runtime;
