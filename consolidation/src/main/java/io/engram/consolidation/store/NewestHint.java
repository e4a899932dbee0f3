package io.engram.consolidation.store;

import io.engram.transformers.lake.LakeTree;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file beside the records of a log that holds the number of the newest one. It is written after
 * the record, perhaps late or never, so it only ever says too little: nothing is found by it, and a
 * log that ends below it has lost its end.
 */
final class NewestHint {
  private static final Logger LOG = LoggerFactory.getLogger(NewestHint.class);
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}\n");
  private static final int MAX_BYTES = 32;

  private final Path path;
  private final LakeTree tree;

  NewestHint(Path log, LakeTree tree) {
    this.path = new Path(log, "newest");
    this.tree = tree;
  }

  Path path() {
    return path;
  }

  /** The number; 0 where there is none. */
  long read() throws IOException {
    try {
      byte[] content = tree.readReplaced(path, MAX_BYTES);
      String text = new String(content, StandardCharsets.US_ASCII);
      return NUMBER.matcher(text).matches() ? Long.parseLong(text.strip()) : 0;
    } catch (FileNotFoundException e) {
      return 0;
    }
  }

  void write(long number) {
    try {
      tree.replace(path, (number + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      LOG.debug("{} was not written", path, e);
    }
  }
}
