package io.engram.jobs.verb;

import io.engram.jobs.config.JobConfig;
import io.engram.jobs.console.Console;
import io.engram.jobs.outcome.OutcomeFile;
import io.engram.jobs.service.Services;
import java.util.Map;

/**
 * What a verb is given by the program.
 *
 * @param console where it speaks
 * @param config settings from files
 * @param environment environment variables
 * @param services opens what it works with
 * @param outcome where it says how it ended
 */
public record VerbContext(
    Console console,
    JobConfig config,
    Map<String, String> environment,
    Services.Factory services,
    OutcomeFile outcome) {}
