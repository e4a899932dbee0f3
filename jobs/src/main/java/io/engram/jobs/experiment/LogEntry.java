package io.engram.jobs.experiment;

/**
 * Something a run did.
 *
 * @param what for people
 * @param seconds wall clock
 * @param frozenSeconds of these in layers that are frozen for every method
 */
record LogEntry(String what, double seconds, double frozenSeconds) {}
