/** What the program says: results to standard output, progress and messages to standard error. */
package io.engram.jobs.console;
