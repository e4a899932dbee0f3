package io.engram.consolidation.store;

import java.net.URI;

/**
 * A name for the data of a version to come. The folder itself is made by who writes into it.
 *
 * @param id random, becomes the identity of the publish
 * @param uri where to write
 */
public record VersionFolder(String id, URI uri) {
  public VersionFolder {
    Names.requireUuid(id, "id of a version's folder");
  }
}
