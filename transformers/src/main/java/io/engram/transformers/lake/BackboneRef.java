package io.engram.transformers.lake;

import java.util.List;

/**
 * A frozen encoder in a lake, as a version names it.
 *
 * @param sha256 its content hash, also the name of its folder
 * @param files all files of the folder with length and hash, sorted by path
 */
public record BackboneRef(String sha256, List<LakeFile> files) {

  public BackboneRef {
    ContentHash.requireSha256(sha256, "backbone");
    files = files == null ? List.of() : List.copyOf(files);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("backbone " + sha256 + " lists no files");
    }
  }

  /** Bytes of all files. */
  public long length() {
    return files.stream().mapToLong(LakeFile::length).sum();
  }
}
