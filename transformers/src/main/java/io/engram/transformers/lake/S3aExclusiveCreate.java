package io.engram.transformers.lake;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.UUID;
import java.util.WeakHashMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSDataOutputStreamBuilder;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options.CreateFileOptionKeys;
import org.apache.hadoop.fs.Path;

/**
 * S3 and what speaks its protocol, through Hadoop's {@code s3a}: one PUT with {@code If-None-Match:
 * *}, decided by the object store. (A plain {@code create} without overwrite looks first and writes
 * then: several writers win.)
 *
 * <p>The client repeats a PUT whose reply it did not get, and the repetition is refused because the
 * first one was done. So every object carries a random id of its writer in its metadata, and after
 * anything but a success the object that is there is asked whose it is.
 *
 * <p>Old object stores ignore the condition, and then everybody wins: each file system instance is
 * put to the test once, with two PUTs of a temporary name.
 */
public final class S3aExclusiveCreate implements ExclusiveCreate {
  private static final String WRITER = "engram-writer";
  private static final Set<FileSystem> PROVEN =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  @Override
  public Set<String> schemes() {
    return Set.of("s3a");
  }

  @Override
  public void requireSupported(Path path, Configuration conf) throws IOException {
    if (!path.getFileSystem(conf)
        .hasPathCapability(path, CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE)) {
      throw new UnsupportedFileSystemException(
          path,
          "its client offers no conditional writes. They need Hadoop's S3A of 3.4.2 or later"
              + " (org.apache.hadoop:hadoop-aws of the version of the Hadoop that runs), and"
              + " fs.s3a.create.conditional.enabled must not be false");
    }
  }

  @Override
  public Outcome create(Path path, byte[] content, Configuration conf) throws IOException {
    requireSupported(path, conf);
    FileSystem fs = path.getFileSystem(conf);
    if (!PROVEN.contains(fs)) {
      prove(fs, path);
      PROVEN.add(fs);
    }
    return put(fs, path, content);
  }

  private static void prove(FileSystem fs, Path path) throws IOException {
    Path temporary = ExclusiveCreate.temporaryFor(path);
    byte[] content =
        "does this object store look at If-None-Match?".getBytes(StandardCharsets.UTF_8);
    try {
      put(fs, temporary, content);
      if (put(fs, temporary, content) == Outcome.CREATED) {
        throw new UnsupportedFileSystemException(
            path,
            "its object store ignores the condition of a conditional write (If-None-Match): a second"
                + " writer replaced an existing object. Amazon S3 keeps it; other stores may in a"
                + " newer version");
      }
    } catch (OutcomeUnknownException e) {
      throw new IOException("cannot find out whether " + path + " can be created exclusively", e);
    } finally {
      fs.delete(temporary, false);
    }
  }

  private static Outcome put(FileSystem fs, Path path, byte[] content) throws IOException {
    byte[] writer = UUID.randomUUID().toString().getBytes(StandardCharsets.UTF_8);
    FSDataOutputStreamBuilder<?, ?> builder = fs.createFile(path);
    builder.must(CreateFileOptionKeys.FS_OPTION_CREATE_CONDITIONAL_OVERWRITE, true);
    builder.must("fs.s3a.create.header." + WRITER, new String(writer, StandardCharsets.UTF_8));
    FSDataOutputStream out = builder.build();
    try {
      out.write(content);
    } catch (IOException e) {
      // Closing would publish a part.
      out.abort();
      throw e;
    }
    try {
      out.close();
      return Outcome.CREATED;
    } catch (IOException e) {
      return settle(fs, path, writer, e);
    }
  }

  private static Outcome settle(FileSystem fs, Path path, byte[] writer, IOException failure)
      throws IOException {
    byte[] owner;
    try {
      owner = fs.getXAttrs(path).get("header." + WRITER);
    } catch (FileNotFoundException e) {
      if (failure instanceof AccessDeniedException || failure instanceof FileNotFoundException) {
        throw failure;
      }
      // What was sent may arrive still.
      throw new OutcomeUnknownException(path.toString(), failure);
    } catch (IOException e) {
      failure.addSuppressed(e);
      throw new OutcomeUnknownException(path.toString(), failure);
    }
    return Arrays.equals(owner, writer) ? Outcome.CREATED : Outcome.ALREADY_THERE;
  }
}
