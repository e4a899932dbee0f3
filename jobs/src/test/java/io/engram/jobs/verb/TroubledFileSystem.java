package io.engram.jobs.verb;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.util.Progressable;

/** The local disk under the scheme {@code troubled}: full for some files, mute for others. */
public final class TroubledFileSystem extends RawLocalFileSystem {
  static final String SCHEME = "troubled";

  private static volatile Predicate<Path> full = path -> false;
  private static volatile Predicate<Path> mute = path -> false;

  /** Files that find no space; counts from the call on. */
  static void full(Predicate<Path> paths) {
    full = paths;
  }

  /** Files that cannot be read. */
  static void mute(Predicate<Path> paths) {
    mute = paths;
  }

  static void heal() {
    full = path -> false;
    mute = path -> false;
  }

  static void register(Configuration conf) {
    conf.setClass(
        "fs." + SCHEME + ".impl", TroubledFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
  }

  @Override
  public URI getUri() {
    return URI.create(SCHEME + ":///");
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (mute.test(path)) {
      throw new IOException(path + " does not answer");
    }
    return super.open(path, bufferSize);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    OutputStream out = super.create(path, overwrite, bufferSize, replication, blockSize, progress);
    // Without the ability to sync, as object stores are: closed is durable.
    return new FSDataOutputStream(
        full.test(path) ? new Full(out) : new BufferedOutputStream(out), null);
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      org.apache.hadoop.fs.permission.FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  private static final class Full extends OutputStream {
    private final OutputStream inner;

    Full(OutputStream inner) {
      this.inner = inner;
    }

    @Override
    public void write(int value) throws IOException {
      throw new IOException("No space left on device");
    }

    @Override
    public void close() throws IOException {
      inner.close();
    }
  }
}
