package io.engram.consolidation.store.runs;

import io.engram.consolidation.store.ModelStore;
import io.engram.consolidation.store.StandingKeys;
import io.engram.consolidation.store.UnsupportedFormatException;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.LakeFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The learnings of a store that were begun and are not published. */
public final class Runs {
  static final String FOLDER = "runs";

  private static final Logger LOG = LoggerFactory.getLogger(Runs.class);
  private static final Pattern KEY = Pattern.compile("[0-9a-f]{64}");

  private Runs() {}

  /**
   * A run and what is known of it.
   *
   * @param key idempotence key of the version it is to become
   * @param request what it is to learn
   * @param steps how far its trainings have come
   */
  public record Unfinished(String key, RunRecord request, List<StepState> steps) {}

  /** Runs that somebody began, whether a writer of them is alive or not; oldest first. */
  public static List<Unfinished> unfinished(ModelStore store, Configuration conf)
      throws IOException {
    Path root = new Path(store.root());
    Path runs = new Path(root, FOLDER);
    List<String> keys =
        LakeFiles.at(runs, conf).names(runs).stream()
            .filter(name -> KEY.matcher(name).matches())
            .toList();
    if (keys.isEmpty()) {
      return List.of();
    }
    Set<String> ended = StandingKeys.of(store.versions());
    List<Unfinished> found = new ArrayList<>();
    for (String key : keys) {
      RunFolder run = RunFolder.of(root, key, conf);
      Optional<RunRecord> request = ended.contains(key) ? Optional.empty() : request(run, key);
      if (request.isPresent()) {
        found.add(new Unfinished(key, request.get(), run.steps()));
      }
    }
    found.sort(Comparator.comparing(unfinished -> unfinished.request().started()));
    return found;
  }

  private static Optional<RunRecord> request(RunFolder run, String key) throws IOException {
    try {
      return run.request().filter(request -> request.key().equals(key));
    } catch (UnsupportedFormatException | DamagedFileException e) {
      LOG.warn("a run is left out of the list: {}", e.getMessage());
      return Optional.empty();
    }
  }
}
