package io.engram.jobs.redaction;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Appender;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.rewrite.RewriteAppender;
import org.apache.logging.log4j.core.appender.rewrite.RewritePolicy;
import org.apache.logging.log4j.core.config.AppenderRef;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.message.SimpleMessage;

/**
 * Puts a redactor before every appender of this JVM's log, whatever file configured it: also Spark
 * and Hadoop log what they were given. {@link RedactingPlugin} does it on executors.
 */
public final class RedactedLog implements RewritePolicy {
  private static volatile Redactor redactor = Redactor.bySight();

  private RedactedLog() {}

  /** From now on log lines are redacted by this one. */
  public static synchronized void install(Redactor next) {
    redactor = next;
    if (LogManager.getContext(false) instanceof LoggerContext context) {
      Configuration configuration = context.getConfiguration();
      Set<LoggerConfig> loggers = new HashSet<>(configuration.getLoggers().values());
      // Not among the others where nothing was configured.
      loggers.add(configuration.getRootLogger());
      for (LoggerConfig logger : loggers) {
        guard(logger, configuration);
      }
      context.updateLoggers();
    }
  }

  private static void guard(LoggerConfig logger, Configuration configuration) {
    for (Map.Entry<String, Appender> entry : Map.copyOf(logger.getAppenders()).entrySet()) {
      if (entry.getValue() instanceof RewriteAppender) {
        continue;
      }
      List<AppenderRef> refs = new ArrayList<>(logger.getAppenderRefs());
      refs.removeIf(ref -> !ref.getRef().equals(entry.getKey()));
      AppenderRef ref =
          refs.isEmpty() ? AppenderRef.createAppenderRef(entry.getKey(), null, null) : refs.get(0);
      RewriteAppender guarded =
          RewriteAppender.createAppender(
              "redacted-" + entry.getKey(),
              "true",
              new AppenderRef[] {ref},
              configuration,
              new RedactedLog(),
              null);
      guarded.start();
      logger.addAppender(guarded, ref.getLevel(), ref.getFilter());
      logger.removeAppender(entry.getKey());
    }
  }

  @Override
  public LogEvent rewrite(LogEvent event) {
    String said = event.getMessage().getFormattedMessage();
    String trace =
        event.getThrown() == null ? "" : "\n" + ExceptionUtils.getStackTrace(event.getThrown());
    String redacted = redactor.apply(said);
    String redactedTrace = redactor.apply(trace);
    if (redacted.equals(said) && redactedTrace.equals(trace)) {
      return event;
    }
    return new Log4jLogEvent.Builder(event)
        .setMessage(new SimpleMessage(redacted + redactedTrace))
        .setThrown(null)
        .build();
  }
}
