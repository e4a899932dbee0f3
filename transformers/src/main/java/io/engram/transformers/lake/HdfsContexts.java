package io.engram.transformers.lake;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.Path;

/**
 * Clients of HDFS for small files. Closing a file asks the name node whether a data node has
 * reported the last block; after a first no, Hadoop's default pauses for 400 ms, where the report
 * is a few ms away. Ours pauses for 10 ms, then twice as long each time, for as long in all.
 */
final class HdfsContexts {
  private static final String PAUSE =
      "dfs.client.block.write.locateFollowingBlock.initial.delay.ms";
  private static final String RETRIES = "dfs.client.block.write.locateFollowingBlock.retries";
  private static final int PAUSE_MILLIS = 10;
  private static final int PAUSES = 11;

  private HdfsContexts() {}

  static FileContext of(Path path, Configuration conf) throws IOException {
    Configuration own = new Configuration(conf);
    own.setInt(PAUSE, Math.min(PAUSE_MILLIS, own.getInt(PAUSE, PAUSE_MILLIS)));
    own.setInt(RETRIES, Math.max(PAUSES, own.getInt(RETRIES, PAUSES)));
    return FileContext.getFileContext(path.toUri(), own);
  }
}
