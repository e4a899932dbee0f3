package io.engram.jobs.verb;

import picocli.CommandLine.Option;

/** The lake of a verb that works on one. */
final class LakeOption {
  @Option(
      names = "--lake",
      required = true,
      paramLabel = "URI",
      order = 1,
      description = "folder of the lake")
  private String lake;

  String uri() {
    return lake;
  }
}
