package io.engram.transformers.spark;

import java.net.URI;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Where a stage that no model belongs to keeps backbones and what it computes. */
public final class WorkFolder {
  private WorkFolder() {}

  /**
   * @param workUri what the user set; empty: a folder of this machine, which only a local session
   *     can use
   * @throws IllegalArgumentException when it is empty and there are executors on other machines
   */
  public static URI of(SparkSession session, String workUri) {
    if (!workUri.isEmpty()) {
      return new org.apache.hadoop.fs.Path(workUri).toUri();
    }
    if (!session.sparkContext().isLocal()) {
      throw new IllegalArgumentException(
          "set workUri to a folder that driver and executors reach: backbones and what is computed go there");
    }
    return Path.of(System.getProperty("java.io.tmpdir"), "engram-work").toUri();
  }
}
