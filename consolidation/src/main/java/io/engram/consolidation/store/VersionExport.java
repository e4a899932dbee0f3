package io.engram.consolidation.store;

import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Copies a version with all it needs into a folder that stands alone. */
final class VersionExport {
  /** The record in an exported folder. */
  static final String ORIGIN = "engram-version.json";

  private static final String IN_STORE =
      "\"locations\":{\"objects\":\"../../../../objects\","
          + "\"backbones\":\"../../../../backbones\"}";
  private static final String ALONE =
      "\"locations\":{\"objects\":\"objects\",\"backbones\":\"backbones\"}";

  private final StoreLayout layout;
  private final LakeFiles files;
  private final Configuration conf;

  VersionExport(StoreLayout layout, LakeFiles files, Configuration conf) {
    this.layout = layout;
    this.files = files;
    this.conf = conf;
  }

  /**
   * @param record verified by the caller
   * @param target must not exist or be empty
   */
  void export(VersionRecord record, Path target) throws IOException {
    LakeFiles to = LakeFiles.at(target, conf);
    if (!to.names(target).isEmpty()) {
      throw new StoreException(
          target + " is not empty; export into a folder that does not exist yet");
    }
    Path source = layout.version(record.id());
    String stage = stageFolder(record);
    for (ObjectRef object : record.objects()) {
      to.copyIn(
          files,
          new Path(layout.objects(), object.fileName()),
          new Path(target, stage + StoreLayout.OBJECTS + "/" + object.fileName()));
    }
    if (record.backbone() != null) {
      String folder = StoreLayout.BACKBONES + "/" + record.backbone().sha256() + "/";
      for (LakeFile file : record.backbone().files()) {
        to.copyIn(
            files,
            new Path(layout.root(), folder + file.path()),
            new Path(target, stage + folder + file.path()));
      }
    }
    // Spark ML looks at metadata/ first: an export that broke off must not look like a model.
    List<LakeFile> metadataLast =
        record.files().stream()
            .sorted((a, b) -> Boolean.compare(isTopMetadata(a), isTopMetadata(b)))
            .toList();
    for (LakeFile file : metadataLast) {
      Path copy = new Path(target, file.path());
      if (file.path().equals(stage + StoreLayout.MODEL_FILE)) {
        byte[] relocated = relocated(files.readVerified(source, file), file.path());
        to.writeImmutable(copy, ContentSource.of(relocated), relocated.length);
      } else {
        to.copyIn(files, new Path(source, file.path()), copy);
      }
    }
    byte[] origin = RecordFile.encode(record);
    to.writeImmutable(new Path(target, ORIGIN), ContentSource.of(origin), origin.length);
  }

  private static boolean isTopMetadata(LakeFile file) {
    return file.path().startsWith("metadata/");
  }

  private static String stageFolder(VersionRecord record) throws StoreException {
    List<String> found =
        record.files().stream()
            .map(LakeFile::path)
            .filter(path -> ("/" + path).endsWith("/" + StoreLayout.MODEL_FILE))
            .toList();
    if (found.size() != 1) {
      throw new StoreException(
          String.format(
              Locale.ROOT,
              "version %d cannot be exported: it must have one %s, it has %s",
              record.number(),
              StoreLayout.MODEL_FILE,
              found));
    }
    String path = found.get(0);
    return path.substring(0, path.length() - StoreLayout.MODEL_FILE.length());
  }

  /** Only the locations change, so that the published bytes, and their hash, can be had again. */
  private static byte[] relocated(byte[] model, String path) throws IOException {
    return replaced(model, IN_STORE, ALONE, path);
  }

  /**
   * A document as it was published, from the one of an exported folder.
   *
   * @param path of the document, for the message
   */
  static byte[] published(byte[] exported, Path path) throws IOException {
    return replaced(exported, ALONE, IN_STORE, path.toString());
  }

  private static byte[] replaced(byte[] model, String from, String to, String path)
      throws IOException {
    String text = new String(model, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(from);
    if (at < 0 || text.indexOf(from, at + 1) >= 0) {
      throw new DamagedFileException(path, "once " + from, at < 0 ? "none" : "more than one");
    }
    return (text.substring(0, at) + to + text.substring(at + from.length()))
        .getBytes(StandardCharsets.ISO_8859_1);
  }
}
