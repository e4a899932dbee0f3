package io.engram.jobs.outcome;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Console;
import io.engram.jobs.service.Services;
import io.engram.jobs.service.Services.SparkSettings;
import io.engram.transformers.lake.LakeTree;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * One JSON object that says how a run ended, for who may not see its exit code: in cluster mode
 * spark-submit need not pass it on. It appears whole when the run is over. One of an earlier run is
 * deleted before any work, so that what is there belongs to this run; a run that was killed leaves
 * none.
 */
public final class OutcomeFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Optional<String> address;
  private final Services.Factory services;
  private final Console console;
  private SparkSettings settings = new SparkSettings("local[1]", Map.of());

  /**
   * @param address of the file, anything Hadoop's FileSystem opens; empty: none is written
   * @param services say how file systems are reached
   * @param console hides credentials, and says it when the file cannot be written
   */
  public OutcomeFile(Optional<String> address, Services.Factory services, Console console) {
    this.address = address;
    this.services = services;
    this.console = console;
  }

  /**
   * Deletes what an earlier run left.
   *
   * @param run the settings of this run, which may name credentials of the file's store
   * @throws JobException with {@link ExitCode#USAGE} when the address cannot be reached
   */
  public void begin(SparkSettings run) {
    settings = run;
    if (address.isEmpty()) {
      return;
    }
    try (Services opened = services.open(settings)) {
      Path file = new Path(address.get());
      LakeTree.at(file, opened.hadoop()).deleteFile(file);
    } catch (IOException | IllegalArgumentException e) {
      throw new JobException(
          ExitCode.USAGE, "--outcome " + address.get() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes the file. Where it cannot, that is said, and how the run ended stays as it is.
   *
   * @param verb words of the command line that name it, {@code models list}
   * @param message in a line or some
   * @param result what {@code --json} prints
   */
  public void end(String verb, ExitCode code, String message, Map<String, Object> result) {
    if (address.isEmpty()) {
      return;
    }
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("verb", verb);
    json.put("exitCode", code.code());
    json.put("outcome", code.word());
    json.put("message", message);
    json.put("ended", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
    json.put("result", result);
    try (Services opened = services.open(settings)) {
      byte[] content = JSON.writeValueAsBytes(console.redactor().tree(json));
      Path file = new Path(address.get());
      Configuration conf = opened.hadoop();
      LakeTree.at(file, conf).replace(file.getFileSystem(conf).makeQualified(file), content);
    } catch (IOException | IllegalArgumentException e) {
      console.say("engram: the outcome cannot be written: " + e.getMessage());
    }
  }
}
