package io.engram.jobs.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An output that is there until its successor is complete: the new one is written to a hidden
 * folder beside it, {@code .NAME-engram-RUN}, and takes its place by two renames. After a failure
 * the hidden folder goes and the old output is as it was; one that a killed run left is in nobody's
 * way.
 *
 * <p>Between the two renames there is no output for a moment; a run that is killed right there
 * leaves the old one as {@code .NAME-engram-RUN-old}, and the same run started again puts it back
 * first. On an object store a rename copies file by file: the old output is untouched while rows
 * are scored, but a reader that lists during the renames can see a part.
 */
final class ReplacedOutput {
  private static final Logger LOG = LoggerFactory.getLogger(ReplacedOutput.class);

  private final FileSystem fs;
  private final Path output;
  private final Path fresh;
  private final Path old;

  /**
   * @param output what is replaced, where it is there
   * @param run names the hidden folder
   */
  ReplacedOutput(String output, RunId run, Configuration hadoop) {
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
   */
  <T> T write(Function<String, T> writing) {
    boolean complete = false;
    try {
      if (fs.exists(old) && !fs.exists(output)) {
        rename(old, output);
      }
      fs.delete(old, true);
      fs.delete(fresh, true);
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

  private void swap() throws IOException {
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
