package io.engram.jobs.redaction;

import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** What the settings files of Hadoop on the class path say, {@code core-site.xml} above all. */
final class HadoopFiles {
  private HadoopFiles() {}

  /** Settings by name, as they are written, without those of Hadoop's own defaults. */
  static Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    Configuration files = new Configuration();
    for (Map.Entry<String, String> setting : files) {
      String[] sources = files.getPropertySources(setting.getKey());
      boolean own = sources == null || !sources[sources.length - 1].endsWith("-default.xml");
      if (own) {
        settings.put(setting.getKey(), setting.getValue());
      }
    }
    return settings;
  }
}
