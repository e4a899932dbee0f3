package io.engram.jobs.service;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
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
 * leaves the old one as {@code .NAME-engram-RUN-old} beside its own rows, and the next run puts it
 * back first. An old one whose run's rows are no longer beside it was replaced: it is not put back,
 * and is deleted by the next run that finds an output. On an object store a rename copies file by
 * file: the old output is untouched while rows are scored, but a reader that lists during the
 * renames can see a part.
 */
final class WholeOutput {
  private static final Logger LOG = LoggerFactory.getLogger(WholeOutput.class);

  private static final String HIDDEN = ".%s-engram-";
  private static final String OLD = "-old";

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
        HIDDEN.formatted(path.getName()) + run.value().replaceAll("[^A-Za-z0-9._-]", "_");
    this.fresh = new Path(this.output.getParent(), hidden);
    this.old = new Path(this.output.getParent(), hidden + OLD);
  }

  /**
   * @param writing given the folder to write; it is not there
   * @return what {@code writing} gives
   * @throws JobException when something is there that may not be replaced
   */
  <T> T write(Function<String, T> writing) {
    boolean complete = false;
    try {
      putBack();
      discardReplaced();
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
      if (complete) {
        discard(old);
      } else {
        discardFresh();
      }
    }
  }

  /** Gives its place back to what a run was killed over, whichever run that was. */
  private void putBack() throws IOException {
    Path parent = output.getParent();
    if (fs.exists(output) || !fs.exists(parent)) {
      return;
    }
    FileStatus last = null;
    for (FileStatus each : fs.listStatus(parent, this::isOld)) {
      boolean later = last == null || each.getModificationTime() > last.getModificationTime();
      if (later && !isReplaced(each.getPath())) {
        last = each;
      }
    }
    if (last != null) {
      rename(last.getPath(), output);
      LOG.warn("{} is the output again that a killed run had put aside", output);
    }
  }

  /** A run that was killed while it deleted the output before its own leaves it, or a part. */
  private void discardReplaced() throws IOException {
    if (!fs.exists(output)) {
      return;
    }
    for (FileStatus each : fs.listStatus(output.getParent(), this::isOld)) {
      if (isReplaced(each.getPath())) {
        discard(each.getPath());
      }
    }
  }

  /** Whether the rows of the run that put it aside have taken their place. */
  private boolean isReplaced(Path aside) throws IOException {
    String name = aside.getName();
    String rows = name.substring(0, name.length() - OLD.length());
    return !fs.exists(new Path(aside.getParent(), rows));
  }

  private boolean isOld(Path path) {
    return path.getName().startsWith(HIDDEN.formatted(output.getName()))
        && path.getName().endsWith(OLD);
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
    requireAlone();
  }

  /** A rename onto a folder that another run has just made puts this run's into that one. */
  private void requireAlone() throws IOException {
    Path inside = new Path(output, fresh.getName());
    if (fs.exists(inside)) {
      fs.delete(inside, true);
      // Replaced by the other run's: nobody may put it back.
      discard(old);
      throw new JobException(
          ExitCode.CONFLICT,
          output + " was written by another run meanwhile; that one's rows stay. Run again");
    }
  }

  private void rename(Path from, Path to) throws IOException {
    if (!fs.rename(from, to)) {
      throw new IOException("cannot rename " + from + " to " + to);
    }
  }

  /** After a failure; beside an output that could not be put back they say that it has to be. */
  private void discardFresh() {
    try {
      if (!fs.exists(old)) {
        discard(fresh);
      }
    } catch (IOException e) {
      LOG.warn("cannot look for {}", old, e);
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
