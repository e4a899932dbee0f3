package io.engram.jobs.service;

import io.engram.jobs.JobException;
import java.io.IOException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** What is written must not lie where something else is that it would destroy or be read as. */
final class Apart {
  private static final Pattern WILD = Pattern.compile("[*?\\[{]");

  private Apart() {}

  /**
   * @throws JobException that it is wrong usage, where the output is the input or the model, holds
   *     it or lies inside it
   */
  static void require(ScoreRequest request, Configuration conf) throws IOException {
    String output = qualified(request.output(), conf);
    String model = qualified(request.model().root(), conf);
    if (isIn(output, model) || isIn(model, output)) {
      throw overlap(request.output(), "the model", request.model().root());
    }
    String given = request.input().uri();
    Matcher wild = WILD.matcher(given);
    boolean pattern = wild.find();
    // What lies beside the files that a pattern finds need not be found by it.
    String fixed = pattern ? given.substring(0, given.lastIndexOf('/', wild.start()) + 1) : given;
    if (fixed.isEmpty()) {
      return;
    }
    String input = qualified(fixed, conf);
    if (isIn(input, output) || !pattern && isIn(output, input)) {
      throw overlap(request.output(), "the input", given);
    }
  }

  private static JobException overlap(String output, String what, String place) {
    return JobException.usage(
        "--output "
            + output
            + " and "
            + what
            + " "
            + place
            + " are the same place, or one lies in the other: give the scored table one of its own");
  }

  private static boolean isIn(String inner, String outer) {
    return (inner + "/").startsWith(outer + "/");
  }

  private static String qualified(String place, Configuration conf) throws IOException {
    Path path = new Path(place);
    URI uri = path.getFileSystem(conf).makeQualified(path).toUri();
    String folder = uri.getPath().replaceAll("/+$", "");
    return uri.getScheme()
        + "://"
        + (uri.getAuthority() == null ? "" : uri.getAuthority())
        + folder;
  }
}
