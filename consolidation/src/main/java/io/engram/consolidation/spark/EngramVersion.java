package io.engram.consolidation.spark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this library, as the build wrote it down. */
public final class EngramVersion {
  private static final String FILE = "/io/engram/consolidation/version.properties";

  private EngramVersion() {}

  public static String current() {
    Properties properties = new Properties();
    try (InputStream in = EngramVersion.class.getResourceAsStream(FILE)) {
      properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(FILE + " cannot be read", e);
    }
    return properties.getProperty("version");
  }
}
