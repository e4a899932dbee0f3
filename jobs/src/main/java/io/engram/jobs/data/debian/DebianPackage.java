package io.engram.jobs.data.debian;

import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A package as its lists describe it.
 *
 * @param name of the package
 * @param source name of the source package; packages of one source have descriptions that are
 *     nearly the same
 * @param section e.g. {@code perl}, without the archive area; null where the list has none
 * @param text synopsis and first paragraph of the description, in one line
 * @param tags debtags; empty for a package that nobody tagged
 */
record DebianPackage(
    String name, String source, String section, String text, SortedSet<String> tags) {

  /** The section without its archive area: {@code contrib/games} is {@code games}. */
  static String section(String field) {
    return field == null || field.isBlank() ? null : field.substring(field.lastIndexOf('/') + 1);
  }

  /** The source without its version: {@code gcc-12 (12.2.0-14)} is {@code gcc-12}. */
  static String source(String field, String name) {
    return field == null || field.isBlank() ? name : field.split(" ", 2)[0];
  }

  /**
   * Synopsis and first paragraph. A paragraph ends at a line with a full stop alone (Debian policy
   * 5.6.13).
   *
   * @param description value of the field, lines separated by newlines
   */
  static String text(String description) {
    StringBuilder text = new StringBuilder();
    for (String line : description.split("\n")) {
      if (line.strip().equals(".")) {
        break;
      }
      String end = text.length() > 0 && text.indexOf("\n") < 0 ? ".\n" : " ";
      text.append(text.length() == 0 ? "" : end).append(line.strip());
    }
    return text.toString().replaceAll("\\s+", " ").strip();
  }

  /** Tags of a field: {@code a::{b,c}} stands for {@code a::b} and {@code a::c}. */
  static SortedSet<String> tags(String field) {
    SortedSet<String> tags = new TreeSet<>();
    if (field == null) {
      return tags;
    }
    String prefix = "";
    for (String part : field.replace("\n", " ").split(",")) {
      String tag = part.strip();
      int open = tag.indexOf('{');
      if (open >= 0) {
        prefix = tag.substring(0, open);
        tag = tag.substring(open + 1);
      }
      boolean last = tag.endsWith("}");
      String name = prefix + (last ? tag.substring(0, tag.length() - 1) : tag).strip();
      if (!name.isEmpty()) {
        tags.add(name);
      }
      prefix = last ? "" : prefix;
    }
    return tags;
  }
}
