package io.engram.transformers.lake;

import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The one atomic step of a lake: create this file with these bytes if nothing is there. One
 * implementation a family of file systems, found through {@code
 * META-INF/services/io.engram.transformers.lake.ExclusiveCreate}.
 *
 * <ol>
 *   <li>Of any number of callers for one path, in any threads, processes and machines, exactly one
 *       gets {@link Outcome#CREATED}; the others get {@link Outcome#ALREADY_THERE}.
 *   <li>The file is never visible empty or in part, not even after the writer or the machine died.
 *   <li>When {@code CREATED} is returned, content and name survive a power cut, as far as the file
 *       system can promise it at all.
 *   <li>An existing file is never changed.
 *   <li>An {@link IOException} means that nothing was and nothing will be created, except for
 *       {@link OutcomeUnknownException}, which promises nothing.
 *   <li>Missing parent folders are created. A failed call may leave a temporary file behind, whose
 *       name begins with a dot and ends with {@code .tmp}.
 * </ol>
 *
 * <p>Implementations are stateless and safe for use by many threads.
 */
public interface ExclusiveCreate {

  /** What a call that came back has done. */
  enum Outcome {
    CREATED,
    ALREADY_THERE
  }

  /** URI schemes served, in lower case. */
  Set<String> schemes();

  /**
   * Refuses a file system of its scheme that cannot do it, as far as that can be told without a
   * request; writes nothing.
   *
   * @throws UnsupportedFileSystemException says what is missing and what to use
   */
  default void requireSupported(Path path, Configuration conf) throws IOException {}

  /**
   * @param path absolute, with a scheme of {@link #schemes()}
   * @param content all bytes of the file; not empty
   * @throws IOException nothing was created
   * @throws UnsupportedFileSystemException as {@link #requireSupported}; nothing was created
   * @throws OutcomeUnknownException it is not known whether the file was created
   */
  Outcome create(Path path, byte[] content, Configuration conf) throws IOException;

  /** Name of a temporary file beside {@code path} that nobody else uses. */
  static Path temporaryFor(Path path) {
    return new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID() + ".tmp");
  }
}
