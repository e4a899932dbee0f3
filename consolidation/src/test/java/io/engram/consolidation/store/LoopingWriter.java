package io.engram.consolidation.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;

/**
 * A process that publishes stamped versions one after the other and prints {@code NUMBER ID STAMP}
 * for each that it was told is published. After each it moves the alias {@code production}, unless
 * somebody else did.
 */
public final class LoopingWriter {
  public static final String ALIAS = "production";

  private LoopingWriter() {}

  /**
   * @param name begins the stamps of this writer
   * @param versions how many; 0: until it is killed or this JVM ends
   */
  public static ChildJvm start(URI root, Configuration conf, String name, int versions, Path folder)
      throws IOException {
    Path settings = folder.resolve(name + ".xml");
    try (OutputStream out = Files.newOutputStream(settings)) {
      conf.writeXml(out);
    }
    return ChildJvm.start(
        LoopingWriter.class,
        folder.resolve(name),
        root.toString(),
        settings.toString(),
        name,
        Integer.toString(versions));
  }

  public static void main(String[] args) throws Exception {
    Configuration conf = new Configuration(false);
    try (InputStream in = Files.newInputStream(Path.of(args[1]))) {
      conf.addResource(in);
      conf.size();
    }
    ModelStore store = ModelStore.open(URI.create(args[0]), conf);
    int versions = Integer.parseInt(args[3]);
    ProcessHandle parent = ProcessHandle.current().parent().orElseThrow();
    for (int i = 0; parent.isAlive() && (versions == 0 || i < versions); i++) {
      VersionRecord published = publish(store, conf, args[2] + "-" + i);
      System.out.println(line(published));
      System.out.flush();
      long seen = store.alias(ALIAS).map(AliasRecord::number).orElse(0L);
      store.moveAlias(ALIAS, published.number(), seen, "newest");
    }
  }

  /** What is printed for a version. */
  static String line(VersionRecord version) {
    return version.number() + " " + version.id() + " " + version.provenance().task();
  }

  private static VersionRecord publish(ModelStore store, Configuration conf, String stamp)
      throws IOException {
    VersionDraft draft = StampedVersion.write(store, conf, newest(store), stamp);
    Publication<VersionRecord> end = store.publish(draft);
    while (end instanceof Publication.Conflicted) {
      end = store.publish(draft.onto(newest(store)));
    }
    if (!(end instanceof Publication.Published)) {
      throw new IllegalStateException(end.message());
    }
    return end.ours();
  }

  private static long newest(ModelStore store) throws IOException {
    return store.latest().map(VersionRecord::number).orElse(0L);
  }
}
