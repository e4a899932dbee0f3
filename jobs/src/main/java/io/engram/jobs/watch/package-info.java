/** Tasks that arrive in a lake: found, waited for until they are complete, and learnt in order. */
package io.engram.jobs.watch;
