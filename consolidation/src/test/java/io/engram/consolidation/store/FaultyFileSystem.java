package io.engram.consolidation.store;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * The local disk under the scheme {@code faulty}, which numbers every operation and can die before
 * or after one of them; from then on nothing works, as for a killed process. A write that it dies
 * before is torn: half of the bytes arrive.
 */
public final class FaultyFileSystem extends RawLocalFileSystem {
  private static final URI NAME = URI.create("faulty:///");
  private static final Faults FAULTS = new Faults();

  /** Which operation is the last one. */
  static final class Faults {
    private int done;
    private int last = Integer.MAX_VALUE;
    private boolean performLast;
    private boolean fired;

    /** Counts from 0 and dies at operation {@code number}, before it or after it. */
    synchronized void dieAt(int number, boolean after) {
      done = 0;
      last = number;
      performLast = after;
      fired = false;
    }

    synchronized int operations() {
      return done;
    }

    synchronized boolean fired() {
      return fired;
    }

    /** Number of the operation that begins. */
    synchronized int before() throws IOException {
      if (fired) {
        throw new IOException("the process is dead");
      }
      done++;
      if (done == last && !performLast) {
        fired = true;
        throw new IOException("died before operation " + done);
      }
      return done;
    }

    synchronized void after(int operation) throws IOException {
      if (operation == last && performLast) {
        fired = true;
        throw new IOException("died after operation " + operation);
      }
    }
  }

  static Faults faults() {
    return FAULTS;
  }

  /** How the scheme is reached. */
  static Configuration conf() {
    Configuration conf = new Configuration();
    conf.setClass("fs.faulty.impl", FaultyFileSystem.class, org.apache.hadoop.fs.FileSystem.class);
    return conf;
  }

  private interface Operation<T> {
    T run() throws IOException;
  }

  private static <T> T counted(Operation<T> operation) throws IOException {
    int number = FAULTS.before();
    T result;
    try {
      result = operation.run();
    } catch (IOException e) {
      FAULTS.after(number);
      throw e;
    }
    FAULTS.after(number);
    return result;
  }

  @Override
  public URI getUri() {
    return NAME;
  }

  @Override
  public String getScheme() {
    return NAME.getScheme();
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    return counted(() -> super.open(path, bufferSize));
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
    OutputStream out =
        counted(() -> super.create(path, overwrite, bufferSize, replication, blockSize, progress));
    return new FSDataOutputStream(new TearingStream(out), null);
  }

  @Override
  public boolean rename(Path source, Path target) throws IOException {
    return counted(() -> super.rename(source, target));
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    return counted(() -> super.delete(path, recursive));
  }

  @Override
  public boolean mkdirs(Path path) throws IOException {
    return counted(() -> super.mkdirs(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    return counted(() -> super.listStatus(path));
  }

  // Without Hadoop's native library each of these would start a process.
  @Override
  public void setPermission(Path path, FsPermission permission) {}

  private static final class TearingStream extends OutputStream {
    private final OutputStream inner;

    TearingStream(OutputStream inner) {
      this.inner = inner;
    }

    @Override
    public void write(int value) throws IOException {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int number;
      try {
        number = FAULTS.before();
      } catch (IOException e) {
        inner.write(bytes, offset, length / 2);
        inner.flush();
        throw e;
      }
      inner.write(bytes, offset, length);
      FAULTS.after(number);
    }

    @Override
    public void close() throws IOException {
      inner.close();
      FAULTS.after(FAULTS.before());
    }
  }
}
