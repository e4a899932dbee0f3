package io.engram.jobs.verb;

import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.JobException;
import picocli.CommandLine.Option;

/** A verb about one model. */
abstract class ModelVerb extends Verb {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "URI[@ALIAS|#VERSION]",
      order = 1,
      description = "model; without alias or number the newest version, where one is meant")
  private String model;

  final ModelReference model() {
    return model(model);
  }

  /** Whether neither alias nor number was given. */
  static boolean isWhole(ModelReference model) {
    return model.alias() == null && model.version() == null;
  }

  /**
   * The model as a whole.
   *
   * @param instead what to use to name a version
   * @throws JobException when one was named
   */
  final String wholeModel(String instead) {
    ModelReference model = model();
    if (!isWhole(model)) {
      throw JobException.usage(
          "--model " + model + " names a version; give --model " + model.root() + instead);
    }
    return model.root();
  }

  /** A text to be kept in the lake, without the credentials that this run was given. */
  final String kept(String text) {
    return context().console().redactor().apply(text);
  }

  /**
   * @throws JobException when it cannot be the name of an alias
   */
  static String aliasName(String option, String name) {
    try {
      if (name.equals(ModelReference.parse("model@" + name).alias())) {
        return name;
      }
    } catch (IllegalArgumentException notAName) {
      // Said below, without the model that is none.
    }
    throw JobException.usage(
        option
            + " must be a name of a-z 0-9 . _ -, at most 64, that begins with a letter or digit, got '"
            + name
            + "'");
  }
}
