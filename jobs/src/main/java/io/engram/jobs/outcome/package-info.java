/** How a run ended, in a file for the scheduler that started it. */
package io.engram.jobs.outcome;
