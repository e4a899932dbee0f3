package io.engram.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands that a page of the documentation shows in its shell blocks. */
public final class ReadmeCommands {
  private static final String FENCE = "```";

  private ReadmeCommands() {}

  /** Root of the repository; tests run in the folder of their module. */
  public static Path root() {
    Path module = Path.of("").toAbsolutePath();
    return Files.exists(module.resolve("jobs")) ? module : module.getParent();
  }

  /**
   * Commands of a page that begin with these words, one line each, without comments.
   *
   * @param page relative to the root
   */
  public static List<String> of(String page, String beginning) {
    List<String> commands = new ArrayList<>();
    boolean shell = false;
    boolean block = false;
    StringBuilder command = new StringBuilder();
    for (String line : lines(page)) {
      if (line.startsWith(FENCE)) {
        block = !block;
        shell = block && (line.equals(FENCE) || line.equals(FENCE + "bash"));
        continue;
      }
      if (!shell) {
        continue;
      }
      String words = line.replaceFirst("\\s+#.*", "").strip();
      boolean continued = words.endsWith("\\");
      command.append(continued ? words.substring(0, words.length() - 1) : words);
      if (!continued) {
        if (command.toString().startsWith(beginning)) {
          commands.add(command.toString());
        }
        command.setLength(0);
      }
    }
    return commands;
  }

  /** What follows these words in a command, word by word. */
  public static String[] wordsAfter(String command, String beginning) {
    String rest = command.substring(command.indexOf(beginning) + beginning.length()).strip();
    return Arrays.stream(rest.split("\\s+")).toArray(String[]::new);
  }

  private static List<String> lines(String page) {
    try {
      return Files.readAllLines(root().resolve(page));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
