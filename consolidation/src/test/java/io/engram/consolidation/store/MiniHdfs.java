package io.engram.consolidation.store;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.MiniDFSCluster;

/**
 * A real HDFS of one name node and one data node inside the test JVM, started once. In full runs it
 * and its clients have Hadoop's own settings.
 */
public final class MiniHdfs {
  private static MiniDFSCluster cluster;

  private MiniHdfs() {}

  public static synchronized Configuration conf() throws IOException {
    if (cluster == null) {
      Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "hdfs");
      Configuration conf = new Configuration();
      conf.set(MiniDFSCluster.HDFS_MINIDFS_BASEDIR, folder.toString());
      if (!Soak.full()) {
        // The name node's journal is not what is tested, and its fsync is what takes the time.
        conf.setBoolean("dfs.namenode.edits.noeditlogchannelflush", true);
        // Closing a file polls the name node, at first after 400 ms: 14 files a version.
        conf.setInt("dfs.client.block.write.locateFollowingBlock.initial.delay.ms", 5);
        conf.setInt("dfs.client.block.write.locateFollowingBlock.retries", 12);
      }
      cluster = new MiniDFSCluster.Builder(conf).numDataNodes(1).build();
      cluster.waitActive();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> cluster.shutdown(true)));
    }
    return new Configuration(cluster.getConfiguration(0));
  }

  /** A folder name nobody else uses. */
  public static URI freshFolder() throws IOException {
    conf();
    return cluster.getURI().resolve("/test-" + UUID.randomUUID());
  }
}
