package io.engram.jobs.python;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.engram.consolidation.spark.ContinualClassifierModel;
import io.engram.consolidation.spark.PublishedModel;
import io.engram.consolidation.store.ModelReference;
import io.engram.jobs.Failures;
import io.engram.jobs.Main;
import io.engram.jobs.SparkServices;
import io.engram.jobs.console.Console;
import io.engram.jobs.console.ProgressStyle;
import io.engram.jobs.redaction.RedactedLog;
import io.engram.jobs.redaction.Redactor;
import io.engram.jobs.report.AliasReport;
import io.engram.jobs.report.ModelsReport;
import io.engram.jobs.service.Models;
import io.engram.jobs.service.StoreModelCatalog;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Static methods that the Python package calls through PySpark's gateway. */
public final class PythonBridge {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * @param message what a person reads
   * @param exitCode of the program for such a failure
   * @param stackTrace empty when the message says it all
   */
  public record Failure(String message, int exitCode, String stackTrace) {}

  /**
   * @param exitCode of the program
   * @param result the last line of its standard output
   */
  public record Run(int exitCode, String result) {}

  private PythonBridge() {}

  /** Hides the credentials of the session and of the environment in the driver's log. */
  public static void started(SparkSession session) {
    RedactedLog.install(Redactor.of(List.of(), given(session), ""));
  }

  private static Map<String, String> given(SparkSession session) {
    Map<String, String> given = new HashMap<>(System.getenv());
    for (Tuple2<String, String> setting : session.sparkContext().conf().getAll()) {
      given.put(setting._1(), setting._2());
    }
    return given;
  }

  /** Runs the program on this session; what it says goes to standard error of this JVM. */
  public static Run run(SparkSession session, List<String> words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Console console =
        new Console(
            new PrintStream(out, true, UTF_8),
            new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8),
            ProgressStyle.LINES);
    try {
      int code =
          new Main(console, given(session), SparkServices.on(session))
              .run(words.toArray(String[]::new));
      return new Run(code, out.toString(UTF_8).lines().reduce("", (before, line) -> line));
    } finally {
      // A run hides what it was given, and no more.
      started(session);
    }
  }

  /** What the program would say of an exception. */
  public static Failure failure(Throwable thrown) {
    Failures.Failure failure = Failures.of(thrown);
    return new Failure(
        failure.message(),
        failure.code().code(),
        failure.expected() ? "" : ExceptionUtils.getStackTrace(thrown));
  }

  /** The model of a version, every file of which was compared with the version's record. */
  public static ContinualClassifierModel load(SparkSession session, ModelReference reference) {
    PublishedModel published = Models.load(session, reference);
    return published.model();
  }

  /** All versions of a model, oldest first, as the JSON of {@code engram models list}. */
  public static String versions(SparkSession session, String root) {
    return text(ModelsReport.listJson(catalog(session).list(root)));
  }

  /** What every name means now, as the JSON of {@code engram models alias}. */
  public static String aliases(SparkSession session, String root) {
    return text(AliasReport.listJson(catalog(session).aliases(root).values()));
  }

  private static StoreModelCatalog catalog(SparkSession session) {
    return new StoreModelCatalog(session.sessionState().newHadoopConf());
  }

  private static String text(Map<String, Object> json) {
    try {
      return JSON.writeValueAsString(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
