package io.engram.jobs;

import io.engram.adapters.training.DivergedException;
import io.engram.adapters.training.SpoolException;
import io.engram.consolidation.spark.BadRowException;
import io.engram.consolidation.spark.ColumnRefusedException;
import io.engram.consolidation.spark.LearnConflictException;
import io.engram.consolidation.spark.data.ReadFailure;
import io.engram.consolidation.store.StoreException;
import io.engram.consolidation.store.UnpublishedException;
import io.engram.consolidation.task.DataRefusedException;
import io.engram.consolidation.task.SettingRefusedException;
import io.engram.jobs.config.ConfigException;
import io.engram.transformers.backbone.folder.BackboneException;
import io.engram.transformers.lake.DamagedFileException;
import io.engram.transformers.lake.OutcomeUnknownException;
import io.engram.transformers.lake.UnsupportedFileSystemException;
import io.engram.transformers.lake.backbones.BackboneNameException;
import io.engram.transformers.runtime.NativeLibraryException;
import io.engram.transformers.spark.RowRefusedException;
import io.engram.transformers.text.TokenizerDefinitionException;
import io.engram.transformers.weights.WeightFileException;
import java.io.FileNotFoundException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.security.AccessControlException;
import org.apache.spark.sql.AnalysisException;

/** Turns whatever went wrong into an exit code and one message. */
public final class Failures {

  private static final List<Class<? extends Throwable>> USAGE =
      List.of(ConfigException.class, SettingRefusedException.class, BackboneNameException.class);

  /** What is wrong is the table that was given, or what it is to be learnt with. */
  private static final List<Class<? extends Throwable>> OF_TABLE =
      List.of(
          DivergedException.class,
          DataRefusedException.class,
          ColumnRefusedException.class,
          BadRowException.class,
          RowRefusedException.class,
          AnalysisException.class);

  /** What is wrong is where the program runs, or the model: another table would fare the same. */
  private static final List<Class<? extends Throwable>> OF_PLACE =
      List.of(
          BackboneException.class,
          WeightFileException.class,
          TokenizerDefinitionException.class,
          SpoolException.class,
          NativeLibraryException.class,
          StoreException.class,
          DamagedFileException.class,
          UnsupportedFileSystemException.class);

  /** A file: of the table or not, who knows. */
  private static final List<Class<? extends Throwable>> OF_FILES =
      List.of(
          FileNotFoundException.class,
          NoSuchFileException.class,
          AccessDeniedException.class,
          AccessControlException.class);

  /** Whose matter a failure is. */
  public enum Matter {
    /** The table that was given is not as it has to be. */
    TABLE,
    /** Disk, native libraries, encoder, model: any other table would fail as well. */
    PLACE,
    OTHER
  }

  /**
   * @param code exit code
   * @param message what a person reads
   * @param expected whether the message says it all, so that no stack trace is due
   * @param matter whose it is
   */
  public record Failure(ExitCode code, String message, boolean expected, Matter matter) {
    /** The message in one line, where several things are wrong too. */
    public String line() {
      return message.replaceAll(":\\R\\s*- ", ": ").replaceAll("\\R\\s*(- )?", "; ");
    }
  }

  private Failures() {}

  /** Reads the whole chain of causes: Spark wraps what happened on an executor. */
  public static Failure of(Throwable thrown) {
    List<Throwable> chain = ExceptionUtils.getThrowableList(thrown);
    for (Throwable link : chain) {
      Failure failure = known(link);
      if (failure != null) {
        return failure;
      }
    }
    if (chain.stream().anyMatch(FullDisk::says)) {
      return new Failure(ExitCode.FAULT, FullDisk.message(chain), true, Matter.PLACE);
    }
    Optional<ReadFailure> reading = ReadFailure.among(thrown);
    if (reading.isPresent()) {
      return reading(reading.get());
    }
    Throwable root = chain.get(chain.size() - 1);
    return new Failure(
        ExitCode.FAULT,
        root.getClass().getSimpleName() + ": " + root.getMessage(),
        false,
        Matter.OTHER);
  }

  private static Failure reading(ReadFailure failure) {
    return switch (failure.fault()) {
      case CONTENT ->
          new Failure(
              ExitCode.REFUSED,
              "cannot be read: "
                  + failure.what()
                  + ". Check the file, and the format (parquet where none is named)",
              true,
              Matter.TABLE);
      case STORE ->
          new Failure(
              ExitCode.FAULT,
              "cannot be read now: "
                  + failure.what()
                  + ". Its store did not give it: run the same again",
              true,
              Matter.OTHER);
      case KEPT_FEATURES ->
          new Failure(ExitCode.FAULT, "cannot be read: " + failure.what(), true, Matter.OTHER);
    };
  }

  private static Failure known(Throwable thrown) {
    ExitCode code = exitCode(thrown);
    if (code == null) {
      return null;
    }
    String message =
        thrown instanceof AnalysisException ? firstLine(thrown.getMessage()) : thrown.getMessage();
    return new Failure(code, described(thrown, message), true, matter(thrown));
  }

  private static Matter matter(Throwable thrown) {
    if (thrown instanceof JobException || isOneOf(thrown, OF_TABLE)) {
      return Matter.TABLE;
    }
    return isOneOf(thrown, OF_PLACE) ? Matter.PLACE : Matter.OTHER;
  }

  private static ExitCode exitCode(Throwable thrown) {
    if (thrown instanceof JobException e) {
      return e.exitCode();
    }
    if (thrown instanceof UnpublishedException e) {
      return e.unknown() ? ExitCode.UNKNOWN : ExitCode.CONFLICT;
    }
    if (thrown instanceof LearnConflictException e) {
      return e.unknown() ? ExitCode.UNKNOWN : ExitCode.CONFLICT;
    }
    if (isOneOf(thrown, USAGE)) {
      return ExitCode.USAGE;
    }
    if (thrown instanceof OutcomeUnknownException) {
      return ExitCode.UNKNOWN;
    }
    boolean refused =
        isOneOf(thrown, OF_TABLE) || isOneOf(thrown, OF_PLACE) || isOneOf(thrown, OF_FILES);
    return refused ? ExitCode.REFUSED : null;
  }

  private static boolean isOneOf(Throwable thrown, List<Class<? extends Throwable>> types) {
    return types.stream().anyMatch(type -> type.isInstance(thrown));
  }

  private static String described(Throwable thrown, String message) {
    if (thrown instanceof FileNotFoundException || thrown instanceof NoSuchFileException) {
      return "no such file: " + message;
    }
    if (thrown instanceof AccessDeniedException || thrown instanceof AccessControlException) {
      return "no permission: " + message;
    }
    return message;
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse(message);
  }
}
