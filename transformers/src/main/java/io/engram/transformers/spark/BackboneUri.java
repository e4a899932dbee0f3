package io.engram.transformers.spark;

import io.engram.transformers.lake.ContentHash;
import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.fs.Path;

/**
 * Where a backbone lies in a lake: {@code <root>/backbones/<hash>}.
 *
 * @param root of the lake or model (any Hadoop URI)
 * @param hash the backbone's content hash
 */
public record BackboneUri(URI root, String hash) implements Serializable {
  private static final String FOLDER = "backbones";

  public BackboneUri {
    ContentHash.requireSha256(hash, "backbone");
  }

  /** Whether a text is the address of a backbone in a lake, and not a name or another folder. */
  public static boolean isAddress(String text) {
    Path folder = text.isEmpty() ? null : new Path(text);
    return folder != null
        && folder.getParent() != null
        && folder.getParent().getName().equals(FOLDER)
        && folder.getParent().getParent() != null
        && ContentHash.isSha256(folder.getName());
  }

  /**
   * @throws IllegalArgumentException when the text is no such address; says what one looks like
   */
  public static BackboneUri parse(String text) {
    if (!isAddress(text)) {
      throw new IllegalArgumentException(
          "a backbone is named by its folder ROOT/"
              + FOLDER
              + "/SHA-256 (64 hexadecimal digits), got '"
              + text
              + "'; list those there are with 'engram backbone list'");
    }
    Path folder = new Path(text);
    return new BackboneUri(folder.getParent().getParent().toUri(), folder.getName());
  }

  @Override
  public String toString() {
    return new Path(new Path(new Path(root), FOLDER), hash).toString();
  }
}
