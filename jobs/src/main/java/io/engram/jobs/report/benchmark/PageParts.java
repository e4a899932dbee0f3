package io.engram.jobs.report.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the page brings along so that it needs no network.
 *
 * @param style CSS
 * @param library the plots library, minified, with its licence text
 * @param script what draws this page
 * @param licences notices of the library that its script does not carry itself
 */
record PageParts(String style, String library, String script, String licences) {
  private static final List<String> SCRIPTS =
      List.of("page.js", "charts.js", "curves.js", "matrices.js", "confusions.js", "slots.js");

  static PageParts load() {
    return new PageParts(
        resource("page.css"),
        insideScript(resource("echarts/echarts.min.js")),
        insideScript(SCRIPTS.stream().map(PageParts::resource).collect(Collectors.joining("\n"))),
        Stream.of("echarts/NOTICE", "echarts/LICENSE-d3")
            .map(PageParts::resource)
            .collect(Collectors.joining("\n")));
  }

  static String template() {
    return resource("page.html");
  }

  /**
   * JavaScript that may stand inside a script element. Both sequences occur in strings and regular
   * expressions alone, where the backslash changes nothing.
   */
  static String insideScript(String javascript) {
    return javascript.replaceAll("(?i)</(?=script)", "<\\\\/").replace("<!--", "<\\!--");
  }

  private static String resource(String name) {
    try (InputStream in = PageParts.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program was built without " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name, e);
    }
  }
}
