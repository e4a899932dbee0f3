/** Keeps credentials out of what the program prints and logs. */
package io.engram.jobs.redaction;
