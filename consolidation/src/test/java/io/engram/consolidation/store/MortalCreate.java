package io.engram.consolidation.store;

import io.engram.transformers.lake.ExclusiveCreate;
import io.engram.transformers.lake.LocalExclusiveCreate;
import io.engram.transformers.lake.OutcomeUnknownException;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The local compare-and-swap inside the process that dies with a {@link FaultyFileSystem}. */
final class MortalCreate implements ExclusiveCreate {
  @Override
  public Set<String> schemes() {
    return Set.of("faulty");
  }

  @Override
  public Outcome create(Path path, byte[] content, Configuration conf) throws IOException {
    int number = FaultyFileSystem.faults().before();
    Outcome outcome = new LocalExclusiveCreate().create(path, content, conf);
    try {
      FaultyFileSystem.faults().after(number);
    } catch (IOException e) {
      throw new OutcomeUnknownException(path.toString(), e);
    }
    return outcome;
  }
}
