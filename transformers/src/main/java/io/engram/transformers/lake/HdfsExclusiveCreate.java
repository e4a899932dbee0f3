package io.engram.transformers.lake;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;

/**
 * HDFS: a temporary file, synced to the data nodes' disks, gets its name by a rename that refuses
 * to overwrite, decided by the name node alone. ({@code FileSystem.rename} is another call, which
 * nests and whose losers are told true.)
 */
public final class HdfsExclusiveCreate implements ExclusiveCreate {

  @Override
  public Set<String> schemes() {
    return Set.of("hdfs");
  }

  @Override
  public Outcome create(Path path, byte[] content, Configuration conf) throws IOException {
    FileSystem fs = path.getFileSystem(conf);
    fs.mkdirs(path.getParent());
    if (fs.exists(path)) {
      return Outcome.ALREADY_THERE;
    }
    Path temporary = ExclusiveCreate.temporaryFor(path);
    FileContext context = HdfsContexts.of(path, conf);
    try {
      try (FSDataOutputStream out = context.create(temporary, EnumSet.of(CreateFlag.CREATE))) {
        out.write(content);
        out.hsync();
      }
    } catch (IOException e) {
      deleteQuietly(fs, temporary);
      throw e;
    }
    try {
      context.rename(temporary, path, Options.Rename.NONE);
      return Outcome.CREATED;
    } catch (FileAlreadyExistsException e) {
      deleteQuietly(fs, temporary);
      return Outcome.ALREADY_THERE;
    } catch (AccessControlException e) {
      deleteQuietly(fs, temporary);
      throw e;
    } catch (IOException e) {
      throw new OutcomeUnknownException(path.toString(), e);
    }
  }

  private static void deleteQuietly(FileSystem fs, Path temporary) {
    try {
      fs.delete(temporary, false);
    } catch (IOException e) {
      // The outcome is decided; a left-over temporary is ignored by readers.
    }
  }
}
