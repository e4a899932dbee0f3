package io.engram.consolidation.store;

import com.fasterxml.jackson.databind.JsonNode;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.LakeFiles;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * What Spark ML is about to instantiate from a folder. Spark loads and initialises any class that a
 * folder's metadata names; here the names are compared with a fixed list first, and everything that
 * could make Spark read other metadata than what was compared is refused: uids that climb, a second
 * file, a nested pipeline, a path with wildcards.
 */
public final class StageClasses {
  /** The only class a folder may have at its top. */
  public static final String PIPELINE = "org.apache.spark.ml.PipelineModel";

  /** The only classes it may have as stages: ours. */
  public static final List<String> STAGES =
      List.of(
          "io.engram.consolidation.spark.ContinualClassifierModel",
          "io.engram.transformers.spark.FeatureExtractor");

  private static final int MAX_BYTES = 1 << 20;
  private static final int MAX_DEPTH = 16;
  private static final int MAX_STAGES = 64;
  private static final Pattern UID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  // Compressed or nested text would be read by Spark under other names.
  private static final Pattern TEXT =
      Pattern.compile("part-[0-9]{5}(-[0-9a-f-]{36}-c[0-9]{3}\\.txt)?");
  private static final Pattern WILDCARD = Pattern.compile("[{}\\[\\]*?\\\\]");

  private final LakeFiles files;
  private final Path folder;

  private StageClasses(LakeFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /**
   * Reads the metadata of a folder that {@code PipelineModel.load} is to read, and of each stage.
   *
   * @throws HostileModelException naming the file, what was expected and what was found
   * @throws IOException when a file cannot be read
   */
  public static void require(Path folder, Configuration conf) throws IOException {
    require(LakeFiles.at(folder, conf), folder);
  }

  static void require(LakeFiles files, Path folder) throws IOException {
    if (WILDCARD.matcher(folder.toString()).find()) {
      throw new HostileModelException(
          folder, "a path without wildcards, which Spark would follow", "'" + folder + "'");
    }
    new StageClasses(files, folder).pipeline();
  }

  private void pipeline() throws IOException {
    Path metadata = new Path(folder, "metadata");
    JsonNode top = metadata(metadata, List.of(PIPELINE));
    JsonNode uids = top.path("paramMap").path("stageUids");
    if (!uids.isArray() || uids.isEmpty() || uids.size() > MAX_STAGES) {
      throw new HostileModelException(
          metadata, "1 to " + MAX_STAGES + " paramMap.stageUids", shown(uids.toString()));
    }
    int digits = Integer.toString(uids.size()).length();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < uids.size(); i++) {
      String uid = uid(metadata, uids.get(i));
      names.add(String.format(Locale.ROOT, "%0" + digits + "d_%s", i, uid));
    }
    Path stages = new Path(folder, "stages");
    List<String> found = files.names(stages);
    for (String name : found) {
      if (!names.contains(name) && !sidecar(name)) {
        throw new HostileModelException(new Path(stages, name), "no such stage", "a file");
      }
    }
    for (int i = 0; i < names.size(); i++) {
      Path stage = new Path(new Path(stages, names.get(i)), "metadata");
      JsonNode own = metadata(stage, STAGES);
      if (!own.path("uid").equals(uids.get(i))) {
        throw new HostileModelException(
            stage, "uid " + uids.get(i), shown(own.path("uid").toString()));
      }
    }
  }

  private static boolean sidecar(String name) {
    return name.startsWith(".") && name.endsWith(".crc");
  }

  private static String uid(Path file, JsonNode uid) throws HostileModelException {
    if (!uid.isTextual() || !UID.matcher(uid.textValue()).matches()) {
      throw new HostileModelException(file, "a uid like " + UID.pattern(), shown(uid.toString()));
    }
    return uid.textValue();
  }

  private JsonNode metadata(Path metadata, List<String> allowed) throws IOException {
    Path file = new Path(metadata, only(metadata));
    JsonNode tree = parse(file);
    uid(file, tree.path("uid"));
    JsonNode name = tree.path("class");
    if (!name.isTextual() || !allowed.contains(name.textValue())) {
      throw new HostileModelException(
          file, "class " + String.join(" or ", allowed), shown(name.toString()));
    }
    return tree;
  }

  private String only(Path metadata) throws IOException {
    List<String> texts = new ArrayList<>(files.filesBelow(metadata));
    texts.remove("_SUCCESS");
    if (texts.isEmpty()) {
      throw new FileNotFoundException(
          metadata + " holds no metadata: " + folder + " is no folder of a saved pipeline");
    }
    if (texts.size() > 1 || !TEXT.matcher(texts.get(0)).matches()) {
      throw new HostileModelException(
          metadata, "one file like " + TEXT.pattern(), shown(texts.toString()));
    }
    return texts.get(0);
  }

  private JsonNode parse(Path file) throws IOException {
    byte[] content = files.read(file, MAX_BYTES);
    int end = content.length;
    while (end > 0 && (content[end - 1] == '\n' || content[end - 1] == '\r')) {
      end--;
    }
    // Spark parses the first line only: what was compared has to be that line.
    for (int i = 0; i < end; i++) {
      if (content[i] == '\n' || content[i] == '\r') {
        throw new HostileModelException(file, "one line", "more than one");
      }
    }
    try {
      JsonNode tree = BoundedJson.read(content, MAX_BYTES, MAX_DEPTH);
      if (tree.isObject()) {
        return tree;
      }
      throw new HostileModelException(file, "a JSON object", shown(tree.toString()));
    } catch (StoreException e) {
      throw e;
    } catch (IOException e) {
      throw new HostileModelException(file, "metadata in JSON", e.getMessage());
    }
  }

  private static String shown(String text) {
    String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
    return printable.isEmpty()
        ? "nothing"
        : printable.length() <= 200 ? printable : printable.substring(0, 200) + "...";
  }
}
