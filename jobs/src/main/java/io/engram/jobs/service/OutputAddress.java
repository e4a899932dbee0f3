package io.engram.jobs.service;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * Where something is going to be written, held against what must not be written over. Addresses are
 * compared as Hadoop's file systems qualify them; on local disks links are followed first.
 *
 * @param option what named it
 * @param address as it was given
 */
public record OutputAddress(String option, String address) {

  /**
   * Refuses an output that is, holds or lies in something that is read or kept.
   *
   * @param what "the input", "the model"
   * @param other its address; a pattern stands for what it matches now
   * @throws JobException with both addresses, before anything is written
   */
  public OutputAddress apartFrom(String what, String other, Configuration hadoop) {
    try {
      Path output = qualified(new Path(address), hadoop);
      for (Path taken : places(other, hadoop)) {
        String relation = relation(output, taken);
        if (relation != null) {
          throw JobException.usage(
              "%s %s %s %s %s: what is there would be lost or mixed with the output; name a folder apart from it"
                  .formatted(option, address, relation, what, other));
        }
      }
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  private static String relation(Path output, Path taken) {
    if (output.equals(taken)) {
      return "is";
    }
    if (within(output, taken)) {
      return "lies in";
    }
    return within(taken, output) ? "contains" : null;
  }

  private static boolean within(Path inner, Path outer) {
    for (Path parent = inner.getParent(); parent != null; parent = parent.getParent()) {
      if (parent.equals(outer)) {
        return true;
      }
    }
    return false;
  }

  private static List<Path> places(String address, Configuration hadoop) throws IOException {
    Path path;
    try {
      path = new Path(address);
    } catch (IllegalArgumentException e) {
      // The address of a source that is no path, a database for one.
      return List.of();
    }
    List<Path> places = new ArrayList<>(List.of(qualified(path, hadoop)));
    if (address.matches(".*[*?\\[{].*")) {
      FileStatus[] matches = path.getFileSystem(hadoop).globStatus(path);
      for (FileStatus match : matches == null ? new FileStatus[0] : matches) {
        places.add(qualified(match.getPath(), hadoop));
      }
    }
    return places;
  }

  private static Path qualified(Path path, Configuration hadoop) throws IOException {
    FileSystem fs;
    try {
      fs = path.getFileSystem(hadoop);
    } catch (UnsupportedFileSystemException e) {
      return path;
    }
    Path qualified = fs.makeQualified(path);
    return qualified.toUri().getScheme().equals("file") ? linksFollowed(qualified) : qualified;
  }

  // What is not there yet lies where the nearest folder that is there leads.
  private static Path linksFollowed(Path local) throws IOException {
    java.nio.file.Path whole = java.nio.file.Path.of(local.toUri().getPath()).normalize();
    java.nio.file.Path there = whole;
    while (there.getParent() != null && !java.nio.file.Files.exists(there)) {
      there = there.getParent();
    }
    return new Path("file", "", there.toRealPath().resolve(there.relativize(whole)).toString());
  }
}
