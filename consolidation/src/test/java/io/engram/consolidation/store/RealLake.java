package io.engram.consolidation.store;

import io.engram.transformers.lake.s3.S3Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** The file systems that the rigs run on, each a real one. */
enum RealLake {
  LOCAL {
    @Override
    URI freshRoot(Path temporary) {
      return temporary.resolve("model").toUri();
    }

    @Override
    Configuration conf() {
      return new Configuration();
    }
  },
  HDFS {
    @Override
    URI freshRoot(Path temporary) throws IOException {
      return MiniHdfs.freshFolder();
    }

    @Override
    Configuration conf() throws IOException {
      return MiniHdfs.conf();
    }
  },
  S3A {
    @Override
    URI freshRoot(Path temporary) throws IOException {
      return S3Server.shared().freshFolder();
    }

    @Override
    Configuration conf() throws IOException {
      return S3Server.shared().conf();
    }
  };

  /**
   * A folder that does not exist yet.
   *
   * @param temporary a folder of this machine for one test
   */
  abstract URI freshRoot(Path temporary) throws IOException;

  abstract Configuration conf() throws IOException;

  /** All in full runs; in the build the local disk, the contract of the store covers the others. */
  static Stream<RealLake> toRunOn() {
    return Soak.full() ? Stream.of(values()) : Stream.of(LOCAL);
  }
}
