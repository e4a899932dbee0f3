package io.engram.jobs.service;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
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
 * leaves the old one as {@code .NAME-engram-RUN-old}, and the next run puts it back first. On an
 * object store a rename copies file by file: the old output is untouched while rows are scored, but
 * a reader that lists during the renames can see a part.
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

  /** Gives its place back to what a run was killed over, whichever run that was. */
  private void putBack() throws IOException {
    Path parent = output.getParent();
    if (fs.exists(output) || !fs.exists(parent)) {
      return;
    }
    Optional<FileStatus> last =
        Arrays.stream(fs.listStatus(parent, this::isOld))
            .max(Comparator.comparingLong(FileStatus::getModificationTime));
    if (last.isPresent()) {
      rename(last.get().getPath(), output);
      LOG.warn("{} is the output again that a killed run had put aside", output);
    }
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

  private void discard(Path remains) {
    try {
      fs.delete(remains, true);
    } catch (IOException e) {
      // Neither makes a good run a bad one nor hides why a run failed.
      LOG.warn("cannot delete {}", remains, e);
    }
  }
}
