package io.engram.transformers.spark;

import java.io.InterruptedIOException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.List;
import javax.net.ssl.SSLException;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * Faults of a store or of the way to it that may be over in a minute: time-outs, connections that
 * are refused or broken, throttling. What is not known to be one counts as lasting: a row that
 * names what is not there must not stop a job.
 */
final class PassingFault {
  /** Of file systems that need not be on the class path. */
  private static final List<String> BY_NAME =
      List.of(
          "BlockMissingException",
          "AWSServiceThrottledException",
          "AWSStatus500Exception",
          "AWSClientIOException",
          "AWSApiCallTimeoutException",
          "AWSNoResponseException");

  private static final String NO_FILE_HANDLES = "Too many open files";

  private PassingFault() {}

  /** Whether it, or what it was caused by, is one. */
  static boolean is(Throwable thrown) {
    return ExceptionUtils.getThrowableList(thrown).stream().anyMatch(PassingFault::passes);
  }

  private static boolean passes(Throwable link) {
    return link instanceof InterruptedIOException
        || link instanceof SocketException && !(link instanceof NoRouteToHostException)
        || link instanceof SSLException
        || BY_NAME.contains(link.getClass().getSimpleName())
        || link.getMessage() != null && link.getMessage().contains(NO_FILE_HANDLES);
  }
}
