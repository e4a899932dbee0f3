package io.engram.jobs;

import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.Layout;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Everything the log of this JVM says from {@link #listen} on, as a file would have it. */
public final class CapturedLog extends AbstractAppender implements AutoCloseable {
  private final StringBuilder text = new StringBuilder();
  private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
  private final LoggerConfig root = context.getConfiguration().getRootLogger();
  private final Level before = root.getLevel();

  private CapturedLog(Layout<? extends Serializable> layout) {
    // A configuration keeps the appenders that it was given: no name may come twice.
    super("captured-" + UUID.randomUUID(), null, layout, true, Property.EMPTY_ARRAY);
  }

  /**
   * Listens, to all that is said of level INFO and above.
   *
   * @param layout of a line
   */
  public static CapturedLog listen(Layout<? extends Serializable> layout) {
    CapturedLog log = new CapturedLog(layout);
    log.start();
    log.context.getConfiguration().addAppender(log);
    log.root.setLevel(Level.INFO);
    log.root.addAppender(log, Level.INFO, null);
    log.context.updateLoggers();
    return log;
  }

  @Override
  public synchronized void append(LogEvent event) {
    text.append(new String(getLayout().toByteArray(event), StandardCharsets.UTF_8));
  }

  public synchronized String text() {
    return text.toString();
  }

  @Override
  public void close() {
    root.removeAppender(getName());
    root.removeAppender("redacted-" + getName());
    root.setLevel(before);
    context.updateLoggers();
  }
}
