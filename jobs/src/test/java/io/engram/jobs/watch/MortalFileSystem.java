package io.engram.jobs.watch;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/** The local disk; who moves a folder may be killed before and after. */
public final class MortalFileSystem extends LocalFileSystem {
  private static volatile Runnable danger = () -> {};

  /** From now on files of this configuration are reached by it. */
  static void use(Configuration conf, Runnable aroundMoves) {
    conf.setClass("fs.file.impl", MortalFileSystem.class, FileSystem.class);
    conf.setBoolean("fs.file.impl.disable.cache", true);
    danger = aroundMoves;
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    danger.run();
    boolean done = super.rename(from, to);
    danger.run();
    return done;
  }
}
