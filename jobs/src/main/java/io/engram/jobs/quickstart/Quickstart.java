package io.engram.jobs.quickstart;

import io.engram.consolidation.gate.GateRules;
import io.engram.jobs.console.Console;
import io.engram.jobs.console.Progress;
import io.engram.jobs.service.BackboneShelf;
import io.engram.jobs.service.InputSpec;
import io.engram.jobs.service.LearnRequest;
import io.engram.jobs.service.LearnResult;
import io.engram.jobs.service.LearnResult.Outcome;
import io.engram.jobs.service.LearnSettings;
import io.engram.jobs.service.RunId;
import io.engram.jobs.service.Services;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Runs the quickstart: backbone, tasks, learning, and one mixed table at the end. */
public final class Quickstart {
  private final Services services;
  private final Console console;
  private final QuickstartPlan plan;

  public Quickstart(Services services, Console console, QuickstartPlan plan) {
    this.services = services;
    this.console = console;
    this.plan = plan;
  }

  public QuickstartOutcome run() {
    try (Progress progress = console.progress()) {
      return run(progress);
    }
  }

  private QuickstartOutcome run(Progress progress) {
    long start = System.nanoTime();
    console.say("Bringing the encoder into " + plan.lake());
    BackboneShelf.Entry backbone = backbone();
    console.say(plan.material().announcement());
    List<String> tasks = plan.material().tasks(services.spark(), plan.lake(), progress);
    List<LearnResult> learnt = new ArrayList<>();
    for (String task : tasks) {
      LearnResult result = learn(task, plan.settings(backbone.hash()), progress);
      progress.close();
      learnt.add(result);
      say(result, tasks.size(), learnt.size());
    }
    progress.close();
    console.say("Scoring one table with the test rows of all tasks");
    var mixed =
        new MixedTable(services.spark(), plan).score(learnt.get(learnt.size() - 1).folder(), tasks);
    return new QuickstartOutcome(
        plan.lake(),
        plan.model(),
        learnt,
        services.models().list(plan.model()).versions(),
        mixed,
        (System.nanoTime() - start) / 1e9);
  }

  private BackboneShelf.Entry backbone() {
    BackboneShelf shelf = services.backbones();
    return shelf.listBackbones(plan.model()).stream()
        .filter(entry -> entry.name().equals(plan.material().backbone()))
        .findFirst()
        .orElseGet(
            () ->
                shelf.importFrom(
                    plan.model(), plan.material().backboneSource(), plan.material().backbone()));
  }

  private LearnResult learn(String task, LearnSettings settings, Progress progress) {
    InputSpec table = plan.table(task);
    LearnRequest request =
        new LearnRequest(
            plan.model(), task, table, table, settings, false, GateRules.NONE, RunId.fresh());
    request.check();
    return services.learning().learn(request, progress);
  }

  private void say(LearnResult result, int tasks, int done) {
    console.say(
        String.format(
            Locale.ROOT,
            "Task %d of %d, %s (%d classes): %s, accuracy %.1f %%, version %d",
            done,
            tasks,
            result.task(),
            result.classes().size(),
            result.outcome() == Outcome.UNCHANGED
                ? "learnt before"
                : String.format(
                    Locale.ROOT,
                    "%s in %.1f s",
                    result.slot() < 0 ? "no adapter needed" : "slot " + result.slot(),
                    result.seconds()),
            100 * result.accuracy().orElse(Double.NaN),
            result.version()));
  }
}
