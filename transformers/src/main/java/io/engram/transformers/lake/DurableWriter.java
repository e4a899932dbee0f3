package io.engram.transformers.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;

/**
 * How a file becomes durable: the local disk has fsync, other file systems have their streams,
 * object stores have nothing to add to a finished PUT.
 */
sealed interface DurableWriter {

  /** What suits a file system. */
  static DurableWriter of(FileSystem fs, Path path) throws IOException {
    if ("file".equals(fs.getUri().getScheme())) {
      return new Local();
    }
    return fs.hasPathCapability(path, CommonPathCapabilities.ABORTABLE_STREAM)
        ? new ObjectStore(fs)
        : new Remote(fs);
  }

  /**
   * Writes a file whose name belongs to its content alone: whole and on disk before it has the
   * name, harmless when others write the same at once.
   */
  void write(Path target, ContentSource content) throws IOException;

  /** Forces an existing, closed file to disk. */
  void force(Path file) throws IOException;

  /** Forces the names in a folder to disk. */
  void forceFolder(Path folder) throws IOException;

  /** Creates a folder and those above it, where folders exist apart from what is in them. */
  void createFolder(Path folder) throws IOException;

  /** Local disks. */
  record Local() implements DurableWriter {

    @Override
    public void write(Path target, ContentSource content) throws IOException {
      java.nio.file.Path file = LocalFolders.of(target);
      LocalFolders.create(file.getParent());
      java.nio.file.Path temporary = LocalFolders.of(ExclusiveCreate.temporaryFor(target));
      try (InputStream in = content.open();
          FileChannel channel =
              FileChannel.open(
                  temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        in.transferTo(Channels.newOutputStream(channel));
        channel.force(true);
      } catch (IOException e) {
        Files.deleteIfExists(temporary);
        throw NamedFailure.of(file, e);
      }
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      LocalFolders.force(file.getParent());
    }

    @Override
    public void force(Path file) throws IOException {
      LocalFolders.force(LocalFolders.of(file));
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
      LocalFolders.force(LocalFolders.of(folder));
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      LocalFolders.create(LocalFolders.of(folder));
    }
  }

  /**
   * File systems behind Hadoop's API. A closed file can no longer be synced, so {@link #force}
   * writes it once more where the streams can sync; elsewhere closed is durable.
   */
  record Remote(FileSystem fs) implements DurableWriter {

    @Override
    public void write(Path target, ContentSource content) throws IOException {
      fs.mkdirs(target.getParent());
      Path temporary = ExclusiveCreate.temporaryFor(target);
      try {
        writeSynced(temporary, content);
      } catch (IOException e) {
        fs.delete(temporary, false);
        throw NamedFailure.of(target, e);
      }
      IOException refused = null;
      boolean renamed = false;
      try {
        renamed = fs.rename(temporary, target);
      } catch (IOException e) {
        refused = e;
      }
      if (renamed) {
        return;
      }
      boolean thereAlready = fs.exists(target);
      fs.delete(temporary, false);
      if (!thereAlready) {
        throw new IOException("could not rename " + temporary + " to " + target, refused);
      }
    }

    private void writeSynced(Path temporary, ContentSource content) throws IOException {
      try (InputStream in = content.open();
          FSDataOutputStream out = create(temporary)) {
        in.transferTo((OutputStream) out);
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          out.hsync();
        }
      }
    }

    private FSDataOutputStream create(Path temporary) throws IOException {
      return "hdfs".equals(fs.getUri().getScheme())
          ? HdfsContexts.of(temporary, fs.getConf())
              .create(temporary, EnumSet.of(CreateFlag.CREATE))
          : fs.create(temporary, false);
    }

    @Override
    public void force(Path file) throws IOException {
      if (fs.getFileStatus(file).getLen() == 0) {
        return;
      }
      Path temporary = ExclusiveCreate.temporaryFor(file);
      try (FSDataOutputStream out = create(temporary)) {
        if (out.hasCapability(StreamCapabilities.HSYNC)) {
          try (InputStream in = fs.open(file)) {
            in.transferTo((OutputStream) out);
          }
          out.hsync();
        }
      }
      if (fs.getFileStatus(temporary).getLen() == 0) {
        fs.delete(temporary, false);
      } else {
        FileContext.getFileContext(fs.getUri(), fs.getConf())
            .rename(temporary, file, Options.Rename.OVERWRITE);
      }
    }

    @Override
    public void forceFolder(Path folder) {
      // Names are durable when the call that made them returns.
    }

    @Override
    public void createFolder(Path folder) throws IOException {
      fs.mkdirs(folder);
    }
  }

  /**
   * Object stores, told by a stream that can be given up without a trace: a file appears whole when
   * its stream is closed, and is durable then. A rename would be a copy, and a folder is nothing
   * but the beginning of its files' names.
   */
  record ObjectStore(FileSystem fs) implements DurableWriter {

    @Override
    public void write(Path target, ContentSource content) throws IOException {
      FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(target);
      // Whether a folder has this name need not be asked.
      builder.opt("fs.s3a.create.performance", true);
      FSDataOutputStream out = builder.build();
      try (InputStream in = content.open()) {
        in.transferTo((OutputStream) out);
      } catch (IOException | RuntimeException e) {
        out.abort();
        throw e;
      }
      out.close();
    }

    @Override
    public void force(Path file) {
      // It was closed.
    }

    @Override
    public void forceFolder(Path folder) {
      // There are none.
    }

    @Override
    public void createFolder(Path folder) {
      // There are none.
    }
  }
}
