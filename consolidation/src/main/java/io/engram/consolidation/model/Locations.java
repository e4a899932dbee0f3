package io.engram.consolidation.model;

import java.util.regex.Pattern;

/**
 * Where a model's objects and backbones are, relative to the folder of its {@code model.json}: a
 * store can be moved.
 *
 * @param objects any number of {@code ../}, then {@code objects}
 * @param backbones the same with {@code backbones}
 */
public record Locations(String objects, String backbones) {
  private static final Pattern ALLOWED = Pattern.compile("(\\.\\./){0,8}(objects|backbones)");

  /** A version in a store: {@code <root>/versions/<id>/stages/<stage>/model.json}. */
  public static final Locations IN_STORE =
      new Locations("../../../../objects", "../../../../backbones");

  /** A folder that stands alone. */
  public static final Locations ALONE = new Locations("objects", "backbones");

  public Locations {
    check(objects, "objects");
    check(backbones, "backbones");
  }

  private static void check(String value, String end) {
    if (value == null || !ALLOWED.matcher(value).matches() || !value.endsWith(end)) {
      throw new IllegalArgumentException(
          "location of "
              + end
              + " must be any number of ../ and then "
              + end
              + ", got '"
              + value
              + "'");
    }
  }
}
