/** Benchmarks: experiment files, the folder of a run in the lake, and the run itself. */
package io.engram.jobs.experiment;
