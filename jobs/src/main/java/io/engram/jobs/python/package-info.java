/** What the Python package asks of the JVM beside the stages themselves. */
package io.engram.jobs.python;
