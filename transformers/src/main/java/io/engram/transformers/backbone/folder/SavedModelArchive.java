package io.engram.transformers.backbone.folder;

import io.engram.transformers.weights.TensorBundle;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** A zip file with a TensorFlow SavedModel of BERT and the vocabulary among its assets. */
final class SavedModelArchive {
  private static final String INDEX = "variables/variables.index";
  private static final String DATA = "variables/variables.data-00000-of-00001";
  private static final String VOCABULARY = "assets/vocab.txt";
  private static final List<String> WANTED = List.of(INDEX, DATA, VOCABULARY);

  private SavedModelArchive() {}

  /**
   * @param source for messages
   * @param archive the zip file's bytes, read to their end
   * @param scratch where the wanted files go
   * @throws BackboneException when a file is not in the archive, or it unpacks to more than such a
   *     model has
   */
  static BackboneSource.Opened open(
      String source, BackboneConfig.Text config, InputStream archive, Path scratch)
      throws IOException {
    Map<String, Path> files =
        WANTED.stream()
            .collect(
                Collectors.toMap(
                    name -> name, name -> scratch.resolve(Path.of(name).getFileName())));
    ZipInputStream zip = new ZipInputStream(archive);
    InputStream content = new BoundedStream(zip, ArtifactSource.most(config), source);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      Path target = files.get(entry.getName());
      if (target != null) {
        Files.copy(content, target);
      } else {
        // What is passed over is unpacked all the same.
        content.transferTo(OutputStream.nullOutputStream());
      }
    }
    for (String name : WANTED) {
      if (!Files.exists(files.get(name))) {
        throw new BackboneException(source + ": " + name + " is missing in the SavedModel");
      }
    }
    if (Files.size(files.get(VOCABULARY)) > ArtifactSource.MAX_TOKENIZER_BYTES) {
      throw new BackboneException(source + ": " + VOCABULARY + " has more than 64 MB");
    }
    byte[] vocabulary = Files.readAllBytes(files.get(VOCABULARY));
    return new BackboneSource.Opened.Text(
        config,
        TensorBundle.open(files.get(INDEX), files.get(DATA)),
        VocabularyFile.toDefinition(source + ": " + VOCABULARY, vocabulary));
  }
}
