package io.engram.consolidation.store;

import org.apache.hadoop.fs.Path;

/** Where things are below a model root; the one place that knows, see FORMAT.md. */
record StoreLayout(Path root) {
  static final int FORMAT = 1;
  static final String VERSIONS = "versions";
  static final String OBJECTS = "objects";
  static final String BACKBONES = "backbones";
  static final String LOG = "log";
  static final String ALIASES = "aliases";
  static final String LEASES = "leases";
  static final String EXPIRIES = "expiries";
  static final String MODEL_FILE = "model.json";

  /** In a folder of {@code versions} that is being deleted. */
  static final String COLLECTED_MARK = ".engram-collected";

  /** A version's folder relative to the root. */
  static String versionFolder(String id) {
    return VERSIONS + "/" + id;
  }

  Path marker() {
    return new Path(root, "engram.json");
  }

  Path versions() {
    return new Path(root, VERSIONS);
  }

  Path version(String id) {
    return new Path(versions(), Names.requireUuid(id, "id"));
  }

  Path objects() {
    return new Path(root, OBJECTS);
  }

  Path backbones() {
    return new Path(root, BACKBONES);
  }

  Path backbone(String sha256) {
    return new Path(backbones(), sha256);
  }

  Path log() {
    return new Path(root, LOG);
  }

  Path expiries() {
    return new Path(root, EXPIRIES);
  }

  Path leases() {
    return new Path(root, LEASES);
  }

  Path aliases() {
    return new Path(root, ALIASES);
  }

  Path alias(String name) {
    return new Path(aliases(), Names.requireName(name, "alias"));
  }
}
