package io.engram.jobs.service;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output that is there when it is complete, and whose predecessor is there until then: it is
 * written to a hidden folder beside its place, {@code .NAME-engram-RUN}, and takes it by a rename,
 * or by two where it replaces another. After a failure the hidden folder goes and the old output is
 * as it was; one that a killed run left is in nobody's way.
 *
 * <p>Between the two renames there is no output for a moment; a run that is killed right there
 * leaves the old one as {@code .NAME-engram-RUN-old}, and the same run started again puts it back
 * first. On an object store a rename copies file by file: the old output is untouched while rows
 * are scored, but a reader that lists during the renames can see a part.
 */
final class WholeOutput {
  private static final Logger LOG = LoggerFactory.getLogger(WholeOutput.class);

  private final FileSystem fs;
  private final Path output;
  private final boolean overwrite;
  private final Path fresh;
  private final Path old;

  /**
   * @param output its place
   * @param overwrite whether what is there may be replaced
   * @param run names the hidden folder
   */
  WholeOutput(String output, boolean overwrite, RunId run, Configuration hadoop) {
    this.overwrite = overwrite;
    Path path = new Path(output);
    try {
      this.fs = path.getFileSystem(hadoop);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
    this.output = fs.makeQualified(path);
    // A scheduler's ids have colons, which no name of Hadoop's may have.
    String hidden =
        "." + path.getName() + "-engram-" + run.value().replaceAll("[^A-Za-z0-9._-]", "_");
    this.fresh = new Path(this.output.getParent(), hidden);
    this.old = new Path(this.output.getParent(), hidden + "-old");
  }

  /**
   * @param writing given the folder to write; it is not there
   * @return what {@code writing} gives
   * @throws JobException when something is there that may not be replaced
   */
  <T> T write(Function<String, T> writing) {
    boolean complete = false;
    try {
      if (fs.exists(old) && !fs.exists(output)) {
        rename(old, output);
      }
      fs.delete(old, true);
      fs.delete(fresh, true);
      requireFree();
      T written = writing.apply(fresh.toString());
      swap();
      complete = true;
      return written;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    } finally {
      discard(complete ? old : fresh);
    }
  }

  private void requireFree() throws IOException {
    if (!overwrite && fs.exists(output)) {
      throw thereAlready(output.toString());
    }
  }

  static JobException thereAlready(String output) {
    return JobException.refused(
        "the output "
            + output
            + " is there already and stays as it is; name another, or replace it with --overwrite");
  }

  private void swap() throws IOException {
    requireFree();
    boolean replaces = fs.exists(output);
    if (replaces) {
      rename(output, old);
    }
    try {
      rename(fresh, output);
    } catch (IOException e) {
      if (replaces) {
        rename(old, output);
      }
      throw e;
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  private void discard(Path remains) {
    try {
      fs.delete(remains, true);
    } catch (IOException e) {
      // Neither makes a good run a bad one nor hides why a run failed.
      LOG.warn("cannot delete {}", remains, e);
    }
  }
}
