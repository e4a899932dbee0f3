/**
 * A benchmark run for people: its summary, and the page that shows it. Pure functions of the run.
 */
package io.engram.jobs.report.benchmark;
