package io.engram.jobs.verb;

import io.engram.jobs.ExitCode;
import java.util.Map;

/**
 * What a verb found.
 *
 * @param text for people
 * @param json for programs, in the order of its keys
 * @param exitCode {@link ExitCode#DONE}, or what kept the work that was done from being all of it
 */
record VerbResult(String text, Map<String, Object> json, ExitCode exitCode) {

  static VerbResult done(String text, Map<String, Object> json) {
    return new VerbResult(text, json, ExitCode.DONE);
  }
}
