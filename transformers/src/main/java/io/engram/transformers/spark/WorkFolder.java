package io.engram.transformers.spark;

import io.engram.transformers.lake.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Where a stage that no model belongs to keeps backbones and what it computes. */
public final class WorkFolder {
  private WorkFolder() {}

  /**
   * @param workUri what the user set, relative to the driver's working folder where it is relative;
   *     empty: {@code .cache/engram/work} in the user's home, which only a local session can use
   *     and only this user can look into
   * @throws IllegalArgumentException when it is empty and there are executors on other machines
   * @throws UncheckedIOException when that folder cannot be made, or others can write to it, or
   *     there is no file system for the address
   */
  public static URI of(SparkSession session, String workUri) {
    if (!workUri.isEmpty()) {
      return qualified(session, workUri);
    }
    if (!session.sparkContext().isLocal()) {
      throw new IllegalArgumentException(
          "set workUri to a folder that driver and executors reach: backbones and what is computed go there");
    }
    try {
      return PrivateFolder.create(PrivateFolder.ofThisUser("work"), "workUri").toUri();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure.getMessage(), failure);
    }
  }

  /**
   * An address that means the same on every machine: executors have other working folders.
   *
   * @throws UncheckedIOException when there is no file system for it
   */
  public static URI qualified(SparkSession session, String uri) {
    Path path = new Path(uri);
    if (path.toUri().getScheme() != null) {
      return path.toUri();
    }
    try {
      return path.getFileSystem(session.sessionState().newHadoopConf()).makeQualified(path).toUri();
    } catch (IOException failure) {
      throw new UncheckedIOException(uri + ": " + failure.getMessage(), failure);
    }
  }
}
