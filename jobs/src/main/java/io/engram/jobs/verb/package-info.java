/** The command line: one class a verb, with the options that verbs share. */
package io.engram.jobs.verb;
