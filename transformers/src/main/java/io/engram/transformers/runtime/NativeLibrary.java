package io.engram.transformers.runtime;

import ai.djl.util.Platform;
import ai.djl.util.Utils;
import io.engram.transformers.lake.ContentHash;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One native library of a jar on the class path.
 *
 * @param file its name in the folder that it is loaded from
 * @param resource its name on the class path
 */
record NativeLibrary(String file, String resource) {
  private static final String RELEASED = "native-libraries.sha256";

  /**
   * Libraries that are loaded together.
   *
   * @param folder where the engine looks for them, below its cache folder
   */
  record Group(String folder, List<NativeLibrary> libraries) {}

  /** Libtorch and the library between it and this JVM. */
  static Group engine() {
    Platform platform = Platform.detectPlatform("pytorch");
    String build = platform.getFlavor() + "-" + platform.getClassifier();
    String place = platform.getFlavor() + "/" + platform.getClassifier() + "/";
    List<NativeLibrary> libraries = new ArrayList<>();
    for (String file : platform.getLibraries()) {
      libraries.add(new NativeLibrary(file, "pytorch/" + place + file));
    }
    String binding = System.mapLibraryName("djl_torch");
    libraries.add(
        new NativeLibrary(
            platform.getApiVersion() + "-" + binding,
            "jnilib/" + platform.getClassifier() + "/" + platform.getFlavor() + "/" + binding));
    return new Group("pytorch/" + platform.getVersion() + "-" + build, libraries);
  }

  /**
   * The tokenizers.
   *
   * @param flavor processor they are built for, {@code cpu}
   */
  static Group tokenizers(String flavor) {
    Platform platform = Platform.detectPlatform("tokenizers");
    String file = System.mapLibraryName("tokenizers");
    String place = "native/lib/" + platform.getClassifier() + "/" + flavor + "/";
    return new Group(
        "tokenizers/" + platform.getVersion() + "-" + flavor + "-" + platform.getClassifier(),
        List.of(new NativeLibrary(file, place + file)));
  }

  InputStream open() throws IOException {
    InputStream stream = NativeLibrary.class.getClassLoader().getResourceAsStream(resource);
    if (stream == null) {
      throw new FileNotFoundException(resource + " is not on the class path");
    }
    return stream;
  }

  /**
   * SHA-256 of the library as it was released: by the list in this jar, or else, for a platform
   * that the list does not have, by reading the jar on the class path (some seconds for libtorch).
   *
   * @param released hash by resource
   */
  String expected(Map<String, String> released) throws IOException {
    String listed = released.get(resource);
    return listed != null ? listed : hash();
  }

  /** SHA-256 of the library in the jar. */
  String hash() throws IOException {
    try (InputStream content = open()) {
      return ContentHash.sha256(content);
    }
  }

  /** Hashes of the released libraries by resource. */
  static Map<String, String> released() throws IOException {
    Map<String, String> hashes = new HashMap<>();
    try (InputStream list = NativeLibrary.class.getResourceAsStream(RELEASED)) {
      for (String line : new String(list.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
        String[] words = line.split(" +", 2);
        hashes.put(words[1], ContentHash.requireSha256(words[0], RELEASED));
      }
    }
    return hashes;
  }

  /** The engine's cache folder, if somebody named one. */
  static Path namedCache() {
    String named = Utils.getEnvOrSystemProperty("ENGINE_CACHE_DIR");
    if (named == null || named.isEmpty()) {
      named = Utils.getEnvOrSystemProperty("DJL_CACHE_DIR");
    }
    return named == null || named.isEmpty() ? null : Path.of(named);
  }
}
