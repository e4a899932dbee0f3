package io.engram.consolidation.store.serving;

import io.engram.consolidation.model.Locations;
import io.engram.consolidation.model.ModelCodec;
import io.engram.consolidation.model.ModelObjects;
import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StageOrigin;
import io.engram.consolidation.store.VersionRecord;
import io.engram.transformers.lake.LakeFile;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What lies in a folder with a model: its document, and where the objects and backbones are that
 * the document names.
 *
 * @param document {@code model.json}
 * @param objectsUri folder of the objects
 * @param backbonesUri folder of the backbones
 */
public record ModelFolder(byte[] document, String objectsUri, String backbonesUri) {
  /** The document's file. */
  public static final String DOCUMENT = "model.json";

  private static final Pattern DOCUMENT_PATH = Pattern.compile("stages/[^/]+/model\\.json");
  private static final long MAX_DOCUMENT_BYTES = 256L << 20;

  /**
   * The folder of the model's own stage; reads the document, no object.
   *
   * @throws io.engram.transformers.lake.DamagedFileException when the folder is not what the record
   *     at hand says, see {@link StageOrigin}
   */
  public static ModelFolder ofStage(Path stage, Configuration configuration) throws IOException {
    LakeFiles files = LakeFiles.at(stage, configuration);
    Path folder = files.qualified(stage);
    byte[] document = files.read(new Path(folder, DOCUMENT), MAX_DOCUMENT_BYTES);
    ModelCodec.Header header = ModelCodec.header(document);
    StageOrigin.require(folder, document, header.version(), configuration);
    Locations locations = header.locations();
    return new ModelFolder(
        document,
        new Path(folder, locations.objects()).toString(),
        new Path(folder, locations.backbones()).toString());
  }

  /**
   * A folder that {@code PipelineModel.load} reads (exported, saved, or published), or that of a
   * model that was saved by itself.
   *
   * @throws FileNotFoundException when there is no model in it, or more than one
   */
  public static ModelFolder in(Path folder, Configuration configuration) throws IOException {
    LakeFiles files = LakeFiles.at(folder, configuration);
    if (files.exists(new Path(folder, DOCUMENT))) {
      return ofStage(folder, configuration);
    }
    Path stages = new Path(folder, "stages");
    List<Path> found = new ArrayList<>();
    for (String name : files.names(stages)) {
      if (files.exists(new Path(new Path(stages, name), DOCUMENT))) {
        found.add(new Path(stages, name));
      }
    }
    if (found.size() != 1) {
      throw new FileNotFoundException(
          folder
              + " must be a model store, or a folder with one stages/*/"
              + DOCUMENT
              + " as 'engram models export' writes it; it has "
              + (found.isEmpty() ? "none" : found.toString()));
    }
    return ofStage(found.get(0), configuration);
  }

  /**
   * The document of a version, compared with its record; no other file is read.
   *
   * @throws io.engram.transformers.lake.DamagedFileException when it is not what the record says
   */
  public static byte[] document(
      ModelStore store, VersionRecord version, Configuration configuration) throws IOException {
    Path folder = new Path(new Path(store.root()), version.folder());
    List<LakeFile> documents =
        version.files().stream()
            .filter(file -> DOCUMENT_PATH.matcher(file.path()).matches())
            .toList();
    if (documents.size() != 1) {
      throw new IllegalArgumentException(
          "version "
              + version.number()
              + " of "
              + new Path(store.root())
              + " holds no continual classifier");
    }
    return LakeFiles.at(folder, configuration).readVerified(folder, documents.get(0));
  }

  ModelObjects objects(Configuration configuration) {
    return new LakeObjects(objectsUri, configuration);
  }
}
