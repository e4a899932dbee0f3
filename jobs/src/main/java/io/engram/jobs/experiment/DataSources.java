package io.engram.jobs.experiment;

import io.engram.jobs.data.debian.PackageLists;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Files that data sets are made of; each is looked for only where a data set needs it.
 *
 * @param wordnet the jar with WordNet's files
 * @param lists Debian's package lists
 * @param listsNamed whether the user said where the lists are: then tables that are there must be
 *     made of these
 */
public record DataSources(
    Supplier<Path> wordnet, Supplier<PackageLists> lists, boolean listsNamed) {}
