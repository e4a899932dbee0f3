package io.engram.consolidation.spark;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;

/** The local disk under the scheme {@code counted}, which counts how often each file is opened. */
public final class CountedFiles extends RawLocalFileSystem {
  static final String SCHEME = "counted";
  private static final Map<String, Integer> OPENED = new ConcurrentHashMap<>();

  static void in(Configuration conf) {
    conf.setClass("fs." + SCHEME + ".impl", CountedFiles.class, FileSystem.class);
  }

  static void reset() {
    OPENED.clear();
  }

  /** Times that files were opened since the last reset, by their names. */
  static Map<String, Integer> opened() {
    return Map.copyOf(OPENED);
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public FSDataInputStream open(Path file, int bufferSize) throws IOException {
    OPENED.merge(file.getName(), 1, Integer::sum);
    return super.open(file, bufferSize);
  }
}
