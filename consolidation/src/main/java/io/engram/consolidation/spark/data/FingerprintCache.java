package io.engram.consolidation.spark.data;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.task.TaskManifest;
import io.engram.transformers.json.BoundedJson;
import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Manifests of tables that were checked before, by the names, sizes and times of their files:
 * asking again reads no row. One small JSON file a table; a file that cannot be read or written
 * costs a scan, never a failure.
 */
public final class FingerprintCache {
  private static final Logger LOG = LoggerFactory.getLogger(FingerprintCache.class);
  private static final String VERSION = "engram-manifest-2";
  private static final int MAX_BYTES = 1 << 24;
  private static final int MAX_DEPTH = 16;
  private static final ObjectMapper JSON =
      new ObjectMapper(BoundedJson.factory(MAX_BYTES, MAX_DEPTH))
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final Path folder;
  private final Configuration conf;

  /**
   * @param lake folder that holds the cache's own folder {@code manifests}
   */
  public FingerprintCache(Path lake, Configuration conf) {
    this.folder = new Path(lake, "manifests");
    this.conf = conf;
  }

  /** The manifest kept for the files as they are now; else a fresh one, which is then kept. */
  TaskManifest get(TaskRequest request, DataLimits limits, Supplier<TaskManifest> fresh) {
    Optional<Path> before = file(request, limits);
    if (before.isPresent()) {
      Optional<TaskManifest> kept = read(before.get());
      if (kept.isPresent()) {
        return kept.get();
      }
    }
    TaskManifest manifest = fresh.get();
    // Files that changed while they were read belong to neither state.
    if (before.isPresent() && before.equals(file(request, limits))) {
      write(before.get(), manifest);
    }
    return manifest;
  }

  private Optional<Path> file(TaskRequest request, DataLimits limits) {
    try {
      Optional<List<String>> files = FileListing.of(request, conf);
      return files.map(
          lines -> {
            String key =
                String.join(
                    "\n",
                    VERSION,
                    request.toString(),
                    request.columns().toString(),
                    "split if present: " + request.splitIfPresent(),
                    request.splits().toString(),
                    limits.toString(),
                    request.pictures().limits().toString(),
                    String.join("\n", lines));
            return new Path(
                folder, ContentHash.sha256(key.getBytes(StandardCharsets.UTF_8)) + ".json");
          });
    } catch (IOException e) {
      LOG.warn("Cannot list the files of {}, its rows are read again: {}", request, e.toString());
      return Optional.empty();
    }
  }

  private Optional<TaskManifest> read(Path file) {
    try {
      LakeFiles files = LakeFiles.at(file, conf);
      if (!files.exists(file)) {
        return Optional.empty();
      }
      byte[] bytes = files.read(file, MAX_BYTES);
      return Optional.of(JSON.readValue(new ByteArrayInputStream(bytes), TaskManifest.class));
    } catch (IOException e) {
      LOG.warn("Cannot read the kept manifest {}, rows are read again: {}", file, e.toString());
      return Optional.empty();
    }
  }

  private void write(Path file, TaskManifest manifest) {
    try {
      byte[] bytes = JSON.writeValueAsBytes(manifest);
      LakeFiles.at(file, conf)
          .writeImmutable(file, () -> new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      LOG.warn("Cannot keep the manifest {}: {}", file, e.toString());
    }
  }
}
