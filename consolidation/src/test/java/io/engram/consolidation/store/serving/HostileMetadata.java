package io.engram.consolidation.store.serving;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Models whose Spark ML metadata names what must not be loaded, or hides what it names. */
public final class HostileMetadata {
  private static final String TOP = "org.apache.spark.ml.PipelineModel";

  /** Class of the stage in an honest one. */
  public static final String OURS = "io.engram.consolidation.spark.ContinualClassifierModel";

  private static final String UID = "continual-classifier_1";
  private static final String EVIL = Canary.class.getName();

  private HostileMetadata() {}

  /** What is done to a version, by what it is. */
  public static Map<String, Consumer<Forgery>> all() {
    Map<String, Consumer<Forgery>> cases = new LinkedHashMap<>();
    classes(cases);
    uids(cases);
    files(cases);
    json(cases);
    return cases;
  }

  private static void classes(Map<String, Consumer<Forgery>> cases) {
    String[] names = {
      '"' + EVIL + '"',
      "\"org.apache.spark.ml.Pipeline\"",
      "\"org.apache.spark.ml.feature.SQLTransformer\"",
      "\"org.apache.spark.ml.tuning.CrossValidatorModel\"",
      "\"[L" + EVIL + ";\"",
      "\" " + OURS + "\"",
      "\"" + OURS + "$\"",
      "\"" + OURS.toLowerCase(java.util.Locale.ROOT) + "\"",
      "\"io.engram.consolidation.spark.С\"",
      "null",
      "7",
      "[\"" + OURS + "\"]",
      "\"\""
    };
    for (String name : names) {
      cases.put("class of the pipeline " + name, f -> f.top(t -> t.replace('"' + TOP + '"', name)));
      cases.put("class of the stage " + name, f -> f.stage(t -> t.replace('"' + OURS + '"', name)));
    }
    cases.put("pipeline inside", f -> f.stage(t -> t.replace(OURS, TOP)));
    cases.put("stage at the top", f -> f.top(t -> t.replace(TOP, OURS)));
    cases.put("no class", f -> f.stage(t -> t.replace("\"class\"", "\"klass\"")));
    cases.put(
        "class twice", f -> f.stage(t -> t.replace("{\"class\"", "{\"class\":\"x\",\"class\"")));
    cases.put(
        "class twice, once escaped",
        f -> f.stage(t -> t.replace("\"uid\"", "\"cl\\u0061ss\":\"" + EVIL + "\",\"uid\"")));
  }

  private static void uids(Map<String, Consumer<Forgery>> cases) {
    String[] uids = {
      "\"../../../elsewhere\"",
      "\"a/b\"",
      "\"..\"",
      "\"\"",
      "null",
      "7",
      "\"{a,b}\"",
      "\"*\"",
      "\"hdfs://host/x\"",
      "\"a\\\\b\"",
      "\"a\\u0000b\"",
      "\"" + "u".repeat(200) + "\"",
      "\"other\""
    };
    for (String uid : uids) {
      cases.put(
          "stageUids " + uid, f -> f.top(t -> t.replace("[\"" + UID + "\"]", "[" + uid + "]")));
    }
    cases.put("no stages", f -> f.top(t -> t.replace("[\"" + UID + "\"]", "[]")));
    cases.put("no stageUids", f -> f.top(t -> t.replace("stageUids", "stages")));
    cases.put(
        "stages without end",
        f -> f.top(t -> t.replace("[\"", "[" + "\"x\",".repeat(1000) + "\"")));
    cases.put("another uid in the stage", f -> f.stage(t -> t.replace(UID, "other")));
    cases.put("a stage too many", f -> f.file("stages/1_evil/metadata/part-00000", bytes("{}")));
  }

  private static void files(Map<String, Consumer<Forgery>> cases) {
    String metadata = RealVersion.STAGE + "metadata/";
    String evil = "{\"class\":\"" + EVIL + "\",\"uid\":\"" + UID + "\",\"paramMap\":{}}\n";
    for (String name :
        new String[] {"part-00001", "part-00000.gz", "x=1/part-00000", "_metadata", "aaa"}) {
      cases.put("second file " + name, f -> f.file(metadata + name, bytes(evil)));
    }
    cases.put("compressed", f -> f.move(metadata + "part-00000", metadata + "part-00000.deflate"));
    cases.put("evil line first", f -> f.stage(t -> evil + t));
    cases.put("evil line last", f -> f.stage(t -> t + evil));
    cases.put("carriage return", f -> f.stage(t -> evil.strip() + "\r" + t));
    cases.put("byte order mark", f -> f.stage(t -> "\ufeff" + t));
    cases.put(
        "utf-16", f -> f.file(metadata + "part-00000", evil.getBytes(StandardCharsets.UTF_16LE)));
  }

  private static void json(Map<String, Consumer<Forgery>> cases) {
    cases.put("empty metadata", f -> f.stage(t -> ""));
    cases.put("no json", f -> f.stage(t -> "rO0ABXNyABFqYXZh"));
    cases.put("a list", f -> f.stage(t -> "[" + t.strip() + "]"));
    cases.put("deep", f -> f.stage(t -> deep(t, 50_000)));
    cases.put(
        "long", f -> f.stage(t -> t.replace("{\"class\"", " ".repeat(2 << 20) + "{\"class\"")));
    cases.put(
        "giant number",
        f -> f.stage(t -> t.replace("\"timestamp\":1", "\"timestamp\":" + "9".repeat(9999))));
    cases.put("tail", f -> f.stage(t -> t.strip() + "{}"));
  }

  static String deep(String object, int levels) {
    return object
        .strip()
        .replaceFirst("\\{", "{\"x\":" + "[".repeat(levels) + "]".repeat(levels) + ",");
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
