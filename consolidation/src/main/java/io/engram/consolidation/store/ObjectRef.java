package io.engram.consolidation.store;

import io.engram.transformers.lake.ContentHash;
import io.engram.transformers.lake.LakeFile;
import java.util.regex.Pattern;

/**
 * An immutable object of a store: adapter, head, statistics, reservoir. Versions that share it name
 * it by its hash.
 *
 * @param sha256 hash of its bytes
 * @param extension kind of content, e.g. {@code safetensors} or {@code jsonl}
 * @param length bytes
 */
public record ObjectRef(String sha256, String extension, long length)
    implements Comparable<ObjectRef> {
  private static final Pattern EXTENSION = Pattern.compile("[a-z0-9]{1,16}");

  public ObjectRef {
    ContentHash.requireSha256(sha256, "object");
    if (extension == null || !EXTENSION.matcher(extension).matches()) {
      throw new IllegalArgumentException(
          "extension of object "
              + sha256
              + " must match "
              + EXTENSION.pattern()
              + ", got '"
              + extension
              + "'");
    }
    if (length < 0) {
      throw new IllegalArgumentException("length of object " + sha256 + " is " + length);
    }
  }

  /** The reference that these bytes have in any store. */
  public static ObjectRef of(byte[] content, String extension) {
    return new ObjectRef(ContentHash.sha256(content), extension, content.length);
  }

  /** Name of its file in the folder of objects. */
  public String fileName() {
    return sha256 + "." + extension;
  }

  /** The same as an entry of a list of files, relative to the folder of objects. */
  public LakeFile file() {
    return new LakeFile(fileName(), length, sha256);
  }

  @Override
  public int compareTo(ObjectRef other) {
    return fileName().compareTo(other.fileName());
  }
}
