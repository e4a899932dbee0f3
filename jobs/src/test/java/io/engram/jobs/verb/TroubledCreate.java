package io.engram.jobs.verb;

import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.LocalExclusiveCreate;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The local compare-and-swap under the scheme {@code troubled}; something may come in between. */
public final class TroubledCreate implements ExclusiveCreate {

  /** What happens around the creation of a file. */
  interface Between {
    Outcome create(Path path, Creation creation) throws IOException;
  }

  /** The creation itself. */
  interface Creation {
    Outcome run() throws IOException;
  }

  private static volatile Between between = (path, creation) -> creation.run();

  static void between(Between what) {
    between = what;
  }

  static void heal() {
    between = (path, creation) -> creation.run();
  }

  @Override
  public Set<String> schemes() {
    return Set.of(TroubledFileSystem.SCHEME);
  }

  @Override
  public Outcome create(Path path, byte[] content, Configuration conf) throws IOException {
    return between.create(path, () -> new LocalExclusiveCreate().create(path, content, conf));
  }
}
