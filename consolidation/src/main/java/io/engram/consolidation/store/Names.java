package io.engram.consolidation.store;

import java.util.regex.Pattern;

/** Names that may become part of a path. */
final class Names {
  static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");
  private static final Pattern UUID =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  private Names() {}

  static String requireName(String name, String what) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          what + " must match " + NAME.pattern() + ", got '" + name + "'");
    }
    return name;
  }

  static boolean isUuid(String text) {
    return UUID.matcher(text).matches();
  }

  static String requireUuid(String id, String what) {
    if (id == null || !UUID.matcher(id).matches()) {
      throw new IllegalArgumentException(what + " must be a lower-case UUID, got '" + id + "'");
    }
    return id;
  }
}
