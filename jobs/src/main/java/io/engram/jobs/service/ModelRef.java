package io.engram.jobs.service;

import io.engram.jobs.JobException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A model in the lake: {@code URI}, {@code URI@ALIAS} or {@code URI#VERSION}.
 *
 * @param uri folder of the model
 * @param alias name of a version, when one is given
 * @param version number of a version, when one is given; without either the newest is meant
 */
public record ModelRef(String uri, Optional<String> alias, OptionalLong version) {
  private static final Pattern ALIAS = Pattern.compile("(.+)@([a-z][a-z0-9._-]{0,63})");
  private static final Pattern VERSION = Pattern.compile("(.+)#([0-9]{1,18})");

  /**
   * Reads the text form. An {@code @} before the last slash belongs to the URI ({@code
   * abfss://container@account/...}).
   *
   * @throws JobException when it is neither
   */
  public static ModelRef parse(String text) {
    String name = text.substring(text.lastIndexOf('/') + 1);
    String folder = text.substring(0, text.length() - name.length());
    Matcher version = VERSION.matcher(name);
    if (version.matches()) {
      return new ModelRef(
          folder + version.group(1),
          Optional.empty(),
          OptionalLong.of(Long.parseLong(version.group(2))));
    }
    Matcher alias = ALIAS.matcher(name);
    if (alias.matches()) {
      return new ModelRef(
          folder + alias.group(1), Optional.of(alias.group(2)), OptionalLong.empty());
    }
    if (text.isBlank() || name.contains("#") || name.contains("@")) {
      throw JobException.usage(
          "'" + text + "' is no model: give URI, URI@ALIAS or URI#VERSION (a number)");
    }
    return new ModelRef(text, Optional.empty(), OptionalLong.empty());
  }

  @Override
  public String toString() {
    return uri
        + alias.map(name -> "@" + name).orElse("")
        + (version.isPresent() ? "#" + version.getAsLong() : "");
  }
}
