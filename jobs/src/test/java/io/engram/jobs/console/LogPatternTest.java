package io.engram.jobs.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.impl.Log4jLogEvent;
import org.apache.logging.log4j.core.layout.PatternLayout;
import org.apache.logging.log4j.message.SimpleMessage;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.junit.jupiter.api.Test;

class LogPatternTest {
  private static String line(Map<String, String> context) throws IOException {
    Properties settings = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("../conf/log4j2.properties"))) {
      settings.load(reader);
    }
    PatternLayout layout =
        PatternLayout.newBuilder()
            .withPattern(settings.getProperty("appender.text.layout.pattern"))
            .build();
    return layout.toSerializable(
        Log4jLogEvent.newBuilder()
            .setLoggerName("io.engram.Learner")
            .setLevel(Level.INFO)
            .setMessage(new SimpleMessage("publishing"))
            .setContextData(new SortedArrayStringMap(context))
            .build());
  }

  @Test
  void linesSayRunTaskAndVersionWhereTheyAreKnown() throws IOException {
    assertThat(line(Map.of("mdc.run", "r1", "mdc.task", "bird", "mdc.version", "3")).strip())
        .endsWith(" INFO Learner run=r1 task=bird version=3: publishing");
    assertThat(line(Map.of("mdc.run", "r1")).strip()).endsWith(" Learner run=r1: publishing");
    assertThat(line(Map.of()).strip()).endsWith(" INFO Learner: publishing");
  }
}
