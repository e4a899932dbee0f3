package io.engram.transformers.spark;

import io.engram.transformers.lake.PrivateFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.spark.sql.SparkSession;

/** Where a stage that no model belongs to keeps backbones and what it computes. */
public final class WorkFolder {
  private WorkFolder() {}

  /**
   * @param workUri what the user set; empty: {@code .cache/engram/work} in the user's home, which
   *     only a local session can use and only this user can look into
   * @throws IllegalArgumentException when it is empty and there are executors on other machines
   * @throws UncheckedIOException when that folder cannot be made, or others can write to it
   */
  public static URI of(SparkSession session, String workUri) {
    if (!workUri.isEmpty()) {
      return new org.apache.hadoop.fs.Path(workUri).toUri();
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
}
