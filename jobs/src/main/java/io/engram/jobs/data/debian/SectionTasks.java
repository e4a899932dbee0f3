package io.engram.jobs.data.debian;

import io.engram.jobs.data.Draw;
import io.engram.jobs.data.TaskCut;
import io.engram.jobs.data.TaskRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Eleven tasks of four sections each: which section a package belongs to, by its description. The
 * sections left out are catch-alls (misc, oldlibs, metapackages, tasks, debug, localization), have
 * fewer than seventy packages, or fit no group of four.
 */
public final class SectionTasks {
  private static final Map<String, List<String>> TASKS = new LinkedHashMap<>();

  static {
    TASKS.put("debian-scripting", List.of("javascript", "perl", "python", "ruby"));
    TASKS.put("debian-compiled", List.of("cli-mono", "golang", "java", "rust"));
    TASKS.put("debian-functional", List.of("gnu-r", "haskell", "lisp", "ocaml"));
    TASKS.put("debian-libraries", List.of("doc", "introspection", "libdevel", "libs"));
    TASKS.put("debian-development", List.of("database", "devel", "interpreters", "vcs"));
    TASKS.put("debian-system", List.of("admin", "kernel", "otherosfs", "utils"));
    TASKS.put("debian-internet", List.of("httpd", "mail", "net", "web"));
    TASKS.put("debian-desktops", List.of("gnome", "kde", "x11", "xfce"));
    TASKS.put("debian-media", List.of("games", "graphics", "sound", "video"));
    TASKS.put("debian-science", List.of("electronics", "hamradio", "math", "science"));
    TASKS.put("debian-writing", List.of("editors", "fonts", "tex", "text"));
  }

  private SectionTasks() {}

  /** Number of tasks. */
  public static int count() {
    return TASKS.size();
  }

  /**
   * Cuts the tasks. Rows are sampled by a hash of the package's name; a text that was there before
   * in the task is left out.
   *
   * @param rowsPerClass rows a class at most, all splits together
   */
  static List<TaskCut> cut(List<DebianPackage> packages, int rowsPerClass) {
    List<TaskCut> cuts = new ArrayList<>();
    TASKS.forEach(
        (task, sections) -> {
          Set<String> texts = new HashSet<>();
          List<TaskRow> rows = new ArrayList<>();
          for (String section : sections) {
            packages.stream()
                .filter(candidate -> section.equals(candidate.section()))
                .sorted(Comparator.comparingLong(p -> Draw.order(section, p.name())))
                .filter(candidate -> texts.add(candidate.text()))
                .limit(rowsPerClass)
                .forEach(chosen -> rows.add(row(chosen, section)));
          }
          cuts.add(new TaskCut(task, sections, rows));
        });
    return cuts;
  }

  private static TaskRow row(DebianPackage chosen, String section) {
    return new TaskRow(chosen.name(), chosen.text(), section, Draw.split(chosen.source()).label());
  }
}
