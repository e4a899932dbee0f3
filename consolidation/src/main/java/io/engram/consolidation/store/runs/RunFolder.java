package io.engram.consolidation.store.runs;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.engram.adapters.training.CheckpointProgress;
import io.engram.consolidation.store.RecordFile;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFiles;
import io.engram.transformers.runtime.NumericPlace;
import io.engram.transformers.weights.WeightFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One learning that is not published yet. All of it may be gone at any time: what is not there is
 * done again.
 */
public final class RunFolder {
  private static final Logger LOG = LoggerFactory.getLogger(RunFolder.class);
  private static final Pattern PLACE_FOLDER = Pattern.compile("[0-9a-f]{16}");
  private static final Pattern STEP_FOLDER = Pattern.compile("([a-z]{1,32})-[0-9a-f]{64}");
  private static final String REQUEST = "request";
  private static final String PLACE = "place";
  private static final String JSON = "json";
  private static final int MAX_PLACE = 1 << 16;
  private static final JsonMapper MAPPER = new JsonMapper();

  private final LakeFiles files;
  private final Path folder;

  private RunFolder(LakeFiles files, Path folder) {
    this.files = files;
    this.folder = folder;
  }

  /** The run of a version to come. */
  public static RunFolder of(Path root, String key, Configuration conf) throws IOException {
    ContentHash.requireSha256(key, "idempotence key");
    return at(new Path(new Path(root, Runs.FOLDER), key), conf);
  }

  /** The run in this folder, which need not exist. */
  public static RunFolder at(Path folder, Configuration conf) throws IOException {
    LakeFiles files = LakeFiles.at(folder, conf);
    return new RunFolder(files, files.qualified(folder));
  }

  public Path path() {
    return folder;
  }

  /** Says what is to be learnt, where nobody said so before. */
  public void begin(RunRecord request) throws IOException {
    if (request().isEmpty()) {
      sealed(folder).put(REQUEST, RecordFile.encode(request), JSON);
    }
  }

  /** What is to be learnt; empty when it is not there, or not readable. */
  public Optional<RunRecord> request() throws IOException {
    Optional<byte[]> content = sealed(folder).newest(REQUEST);
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(RecordFile.decode(content.get(), RunRecord.class, folder + "/" + REQUEST));
  }

  /** Where trainings of this run ran on a processor; asks before the engine is loaded. */
  public Optional<NumericPlace> placeOn(String processor) throws IOException {
    for (Path place : places()) {
      Optional<NumericPlace> recorded = place(place);
      if (recorded.isPresent() && recorded.get().processor().equals(processor)) {
        return recorded;
      }
    }
    return Optional.empty();
  }

  /**
   * The place that trainings of this run take: the recorded one where only the threads differ, else
   * the present one, which is recorded.
   */
  public NumericPlace settle(NumericPlace present) throws IOException {
    Path mine = folderOf(present);
    Optional<NumericPlace> recorded = place(mine);
    if (recorded.isPresent() && recorded.get().sameButForThreads(present)) {
      return recorded.get();
    }
    for (Path other : places()) {
      if (!other.equals(mine)) {
        LOG.warn(
            "what was trained of this run on {} is not used: this is {}", place(other), present);
      }
    }
    sealed(mine).put(PLACE, MAPPER.writeValueAsBytes(present), JSON);
    return present;
  }

  private Optional<NumericPlace> place(Path place) throws IOException {
    Optional<byte[]> content = sealed(place).newest(PLACE);
    return content.isEmpty()
        ? Optional.empty()
        : Optional.of(
            MAPPER.treeToValue(BoundedJson.read(content.get(), MAX_PLACE, 4), NumericPlace.class));
  }

  private Path folderOf(NumericPlace place) {
    String text = place.processor() + "\n" + place.device() + "\n" + place.numericPath() + "\n";
    String hash = ContentHash.sha256(text.getBytes(StandardCharsets.UTF_8));
    return new Path(folder, hash.substring(0, 16));
  }

  private List<Path> places() throws IOException {
    return below(folder, PLACE_FOLDER);
  }

  private List<Path> below(Path parent, Pattern pattern) throws IOException {
    return files.names(parent).stream()
        .filter(name -> pattern.matcher(name).matches())
        .map(name -> new Path(parent, name))
        .toList();
  }

  /**
   * One training at a place.
   *
   * @param step what is trained, a hyphen, and the SHA-256 of what it is made of
   */
  public StepFolder step(NumericPlace place, String step) {
    if (!STEP_FOLDER.matcher(step).matches()) {
      throw new IllegalArgumentException("no name of a training step: " + step);
    }
    return new StepFolder(sealed(new Path(folderOf(place), step)));
  }

  /** Whether a training is finished, at any place. */
  public boolean finished(String step) throws IOException {
    for (Path place : places()) {
      if (new StepFolder(sealed(new Path(place, step))).outcome().isPresent()) {
        return true;
      }
    }
    return false;
  }

  /** How far each training has come. */
  public List<StepState> steps() throws IOException {
    List<StepState> states = new ArrayList<>();
    for (Path place : places()) {
      for (Path step : below(place, STEP_FOLDER)) {
        StepFolder training = new StepFolder(sealed(step));
        boolean finished = training.outcome().isPresent();
        Optional<CheckpointProgress> checkpoint = finished ? Optional.empty() : progress(training);
        String name = step.getName().substring(0, step.getName().indexOf('-'));
        states.add(new StepState(name, finished, checkpoint));
      }
    }
    return states;
  }

  private static Optional<CheckpointProgress> progress(StepFolder training) {
    try {
      return training.checkpoints().load().map(CheckpointProgress::of);
    } catch (WeightFileException unreadable) {
      return Optional.empty();
    }
  }

  /** Forgets the run. */
  public void delete() throws IOException {
    files.deleteFolder(folder);
  }

  private SealedFolder sealed(Path place) {
    return new SealedFolder(files, place);
  }
}
