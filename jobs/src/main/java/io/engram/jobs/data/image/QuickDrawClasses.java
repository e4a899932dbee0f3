package io.engram.jobs.data.image;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which classes are for what. No class is in two places: what a backbone was pre-trained on is
 * never asked.
 *
 * @param tasks classes of the tasks by task id, in their order
 * @param pretraining classes that backbones may be pre-trained on
 */
record QuickDrawClasses(Map<String, List<String>> tasks, List<String> pretraining) {
  private static final String RESOURCE = "quickdraw.json";

  QuickDrawClasses {
    tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
    pretraining = List.copyOf(pretraining);
    Set<String> seen = new HashSet<>(pretraining);
    int all = pretraining.size();
    for (List<String> classes : tasks.values()) {
      seen.addAll(classes);
      all += classes.size();
    }
    if (seen.size() != all) {
      throw new IllegalArgumentException("a class of Quick, Draw! is in two places");
    }
  }

  /** Ten tasks of ten classes each; 245 classes for pre-training. */
  static QuickDrawClasses standard() {
    try (InputStream in = QuickDrawClasses.class.getResourceAsStream(RESOURCE)) {
      return new ObjectMapper().readValue(in, QuickDrawClasses.class);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + RESOURCE, e);
    }
  }
}
