package io.engram.consolidation.transferability;

import io.engram.consolidation.task.SettingRefusedException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The ways to choose a slot, by the names that settings and records use. */
public enum TransferabilityMethod {
  LEEP("leep", true),
  TRANSRATE("transrate", true),
  TRANSRATE_PLAIN("transrate-plain", true),
  RANDOM("random", false),
  LEAST_LOADED("least-loaded", false),
  ORACLE("oracle", false);

  private final String shortName;
  private final boolean readsRows;

  TransferabilityMethod(String shortName, boolean readsRows) {
    this.shortName = shortName;
    this.readsRows = readsRows;
  }

  /** Stable name in settings and files. */
  public String shortName() {
    return shortName;
  }

  /** Whether the task's rows are encoded by every slot. */
  public boolean readsRows() {
    return readsRows;
  }

  /**
   * @throws IllegalArgumentException if there is no such method, naming those there are
   */
  public static TransferabilityMethod of(String name) {
    return Arrays.stream(values())
        .filter(method -> method.shortName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new SettingRefusedException(
                    "no transferability method '"
                        + name
                        + "'; there are "
                        + Arrays.stream(values())
                            .map(TransferabilityMethod::shortName)
                            .collect(Collectors.joining(", "))));
  }
}
