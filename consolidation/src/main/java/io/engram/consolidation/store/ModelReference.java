package io.engram.consolidation.store;

import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * What people write to name a model: {@code URI} (the newest version), {@code URI@ALIAS} or {@code
 * URI#VERSION}. An {@code @} counts in the last segment of the path only, so that container names
 * such as {@code abfss://data@account/models} and folders above stay what they are; a last folder
 * that has one itself is written with a slash at its end.
 *
 * @param root model root
 * @param alias name, or null
 * @param version number, or null; never together with an alias
 */
public record ModelReference(String root, String alias, Long version) {
  private static final Pattern AUTHORITY = Pattern.compile("^[A-Za-z][A-Za-z0-9+.-]*://[^/]*");

  public ModelReference {
    if (root == null || root.isBlank()) {
      throw new IllegalArgumentException(
          "a model is named URI, URI@ALIAS or URI#VERSION; the URI is missing");
    }
    if (alias != null && version != null) {
      throw new IllegalArgumentException(
          "give an alias or a version, not both: @" + alias + " and #" + version);
    }
  }

  /** The newest version of a model root. */
  public static ModelReference newest(URI root) {
    return new ModelReference(new Path(root).toString(), null, null);
  }

  /**
   * @throws IllegalArgumentException when the text is none of the three forms; the message says
   *     which part is wrong
   */
  public static ModelReference parse(String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException(
          "a model is named URI, URI@ALIAS or URI#VERSION; nothing was given");
    }
    int hash = text.lastIndexOf('#');
    if (hash >= 0) {
      ModelReference before = parse(text.substring(0, hash));
      return new ModelReference(before.root(), before.alias(), number(text, hash));
    }
    int at = text.lastIndexOf('@');
    if (at < startOfLastSegment(text)) {
      return new ModelReference(text, null, null);
    }
    String alias = text.substring(at + 1);
    if (!Names.NAME.matcher(alias).matches()) {
      throw new IllegalArgumentException(
          "'"
              + alias
              + "' in '"
              + text
              + "' is no alias (it must match "
              + Names.NAME.pattern()
              + "); if the folder's own name has an @, write a slash at its end");
    }
    return new ModelReference(text.substring(0, at), alias, null);
  }

  private static long number(String text, int hash) {
    String digits = text.substring(hash + 1);
    if (!digits.matches("[1-9][0-9]{0,17}")) {
      throw new IllegalArgumentException(
          "'"
              + digits
              + "' in '"
              + text
              + "' is no version; after # comes a whole number from 1, for example "
              + text.substring(0, hash)
              + "#7");
    }
    return Long.parseLong(digits);
  }

  private static int startOfLastSegment(String text) {
    Matcher authority = AUTHORITY.matcher(text);
    int pathStart = authority.find() ? authority.end() : 0;
    return Math.max(pathStart, text.lastIndexOf('/') + 1);
  }

  /** The text that {@link #parse} reads. */
  @Override
  public String toString() {
    return root + (alias != null ? "@" + alias : version != null ? "#" + version : "");
  }
}
