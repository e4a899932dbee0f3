package io.engram.consolidation.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentSource;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** Copies a version with all it needs into a folder that stands alone. */
final class VersionExport {
  private static final int MAX_MODEL_BYTES = 64 << 20;
  private static final int MAX_DEPTH = 64;

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
    to.writeImmutable(
        new Path(target, "engram-version.json"), ContentSource.of(origin), origin.length);
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

  private static byte[] relocated(byte[] model, String path) throws IOException {
    JsonNode tree;
    try {
      tree = BoundedJson.read(model, MAX_MODEL_BYTES, MAX_DEPTH);
    } catch (IOException e) {
      throw new StoreException(path + " cannot be read: " + e.getMessage());
    }
    if (!(tree instanceof ObjectNode object)) {
      throw new StoreException(path + " is no JSON object");
    }
    object
        .putObject("locations")
        .put(StoreLayout.OBJECTS, StoreLayout.OBJECTS)
        .put(StoreLayout.BACKBONES, StoreLayout.BACKBONES);
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsBytes(object);
  }
}
