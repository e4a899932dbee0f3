package io.engram.transformers.lake;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A file system without Hadoop's checksum layer over local disks. */
final class RawFileSystem {
  private RawFileSystem() {}

  /** The one that holds {@code path}. */
  static FileSystem of(Path path, Configuration conf) throws IOException {
    FileSystem given = path.getFileSystem(conf);
    return given instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : given;
  }
}
