/** What the program does, as metrics of Spark. */
package io.engram.jobs.metrics;
