package io.engram.jobs.data.archive;

import io.engram.transformers.lake.LakeFile;
import java.net.URI;

/**
 * One version of a package without scope in the npm registry; a version never changes.
 *
 * @param name of the package
 * @param version of the package
 * @param length of its archive in bytes
 * @param sha256 of its archive
 */
public record NpmPackage(String name, String version, long length, String sha256) {

  /** The archive. */
  public LakeFile archive() {
    return new LakeFile(name + "-" + version + ".tgz", length, sha256);
  }

  URI address(URI registry) {
    String base = registry.toString();
    return URI.create(base + (base.endsWith("/") ? "" : "/") + name + "/-/" + archive().path());
  }
}
