/** What comes, changes and goes in the task area of a lake, as a stream of Spark. */
package io.engram.jobs.watch.arrivals;
