package io.engram.jobs.verb;

import io.engram.jobs.ExitCode;
import io.engram.jobs.JobException;
import io.engram.jobs.console.Progress;
import io.engram.jobs.report.TasksReport;
import io.engram.jobs.service.RunId;
import io.engram.jobs.service.Services;
import io.engram.jobs.watch.Outage;
import io.engram.jobs.watch.StatesUnreachableException;
import io.engram.jobs.watch.TaskState;
import io.engram.jobs.watch.Watch;
import io.engram.jobs.watch.WatchRequest;
import io.engram.jobs.watch.WatchRequest.MoreRows;
import io.engram.jobs.watch.arrivals.ArrivalFeed;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code engram watch}. */
@Command(
    name = "watch",
    customSynopsis = "engram watch --lake URI --model URI [OPTION]...",
    description = {
      "Learns the tasks that arrive in a lake, in the order of arrival.",
      "",
      "A task is a folder LAKE/tasks/TASK of files, which may come over hours. It is complete when it holds _SUCCESS or a"
          + " manifest _task.json, else when nothing of it changed for the quiet period, by the clock of this program."
          + " What cannot be learnt is moved to LAKE/refused and blocks nobody. `engram tasks` shows how far each is.",
      "",
      "Killed at any moment and started again it goes on where it was; rows that were learnt are not learnt again."
    },
    footer = {
      "",
      "A manifest, every key of it optional:",
      "  {\"rows\": 1200, \"format\": \"csv\", \"options\": {\"header\": \"true\"}, \"text-col\": \"body\", \"label-col\":"
          + " \"lang\",",
      "   \"text-pair-col\": \"answer\", \"image-col\": \"scan\" (in place of texts), \"split-col\": \"part\", \"key-cols\": [\"id\"], \"task\": \"language\"}",
      "",
      "Examples:",
      "  engram watch --lake lake --model lake/models/support --quiet-period 30m",
      "  engram watch --lake lake --model lake/models/support --once",
      "",
      "With --once the exit code is the first of these that fits a task of this look: 3 refused, 4 waits for another try"
          + " or somebody else moved production, 6 unknown whether production moved, 5 published but the gate kept its"
          + " version from production; else 0."
    })
final class WatchVerb extends Verb {
  @Mixin private LakeOption lake;

  @Option(
      names = "--model",
      required = true,
      paramLabel = "URI",
      order = 2,
      description = "folder of the model; made by the first task")
  private String model;

  @Option(
      names = "--once",
      order = 3,
      description = "look once, learn what is complete and end: for schedulers")
  private boolean once;

  @Option(
      names = "--interval",
      paramLabel = "AGE",
      order = 4,
      description = "time between two looks, e.g. 10s, 5m")
  private String interval;

  @Option(
      names = "--quiet-period",
      paramLabel = "AGE",
      order = 5,
      description =
          "a task without _SUCCESS and without a manifest is complete after so long without a change, e.g. 30m, 2h")
  private String quietPeriod;

  @Option(
      names = "--on-more-rows",
      paramLabel = "WHAT",
      order = 6,
      description =
          "files come to a task that was learnt: replace (learn it again from all its rows) or refuse (keep what was"
              + " learnt)")
  private String onMoreRows;

  @Option(
      names = "--side-by-side",
      paramLabel = "N",
      order = 7,
      description =
          "waiting tasks that train at once, with --train-on executor each in an executor of its own; what they are"
              + " distilled into follows in order of arrival")
  private int sideBySide;

  @Option(
      names = "--scheduler-run",
      paramLabel = "ID",
      order = 14,
      description = "recorded with every version and never compared")
  private String schedulerRun;

  @Mixin private TableOptions table;
  @Mixin private LearnOptions options;
  @Mixin private GateOptions gate;

  @Override
  VerbResult execute(Services services) {
    WatchRequest request =
        new WatchRequest(
            lake.uri(),
            model,
            table.spec("", context().config()),
            options.settings(context().config()),
            moreRows(),
            Age.of("--quiet-period", quietPeriod),
            sideBySide,
            gate.rules(),
            RunId.of(schedulerRun));
    Duration pause = Age.of("--interval", interval);
    Watch watch = new Watch(request, services.learning(), Clock.systemUTC(), services.hadoop());
    try (Progress progress = context().console().progress()) {
      if (once) {
        ArrivalFeed.once(services.spark(), lake.uri(), watch::arrived);
        List<TaskState> settled = once(watch, progress);
        return new VerbResult(
            TasksReport.settled(settled), TasksReport.json(settled), TasksReport.exitCode(settled));
      }
      try (ArrivalFeed feed =
          ArrivalFeed.follow(services.spark(), lake.uri(), pause, watch::arrived)) {
        Outage outage = new Outage();
        while (true) {
          feed.check();
          Thread.sleep(look(watch, progress, outage, pause).toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return VerbResult.done("", TasksReport.json(List.of()));
    }
  }

  /** Looks once; returns how long to wait until the next look. */
  private Duration look(Watch watch, Progress progress, Outage outage, Duration pause) {
    try {
      watch.look(progress, task -> context().console().say(TasksReport.line(task)));
      outage.over();
      return pause;
    } catch (StatesUnreachableException e) {
      return outage.pause(e);
    }
  }

  /**
   * What is settled before a fault ends the look is said all the same, and so is what waits for a
   * later try, for which one look does not wait.
   */
  private List<TaskState> once(Watch watch, Progress progress) {
    List<TaskState> settled = new ArrayList<>();
    try {
      List<TaskState> postponed = watch.look(progress, settled::add);
      settled.addAll(postponed);
      return settled;
    } catch (RuntimeException e) {
      if (!settled.isEmpty()) {
        context().console().result(TasksReport.settled(settled));
      }
      throw e;
    }
  }

  private MoreRows moreRows() {
    try {
      return MoreRows.valueOf(onMoreRows.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new JobException(
          ExitCode.USAGE, "--on-more-rows must be replace or refuse, got " + onMoreRows, e);
    }
  }
}
