/** Measurements that can be repeated by a command of {@code jobs/benchmarks}. */
package io.engram.jobs.benchmarks;
