package io.engram.jobs.service;

import io.engram.transformers.input.InputKind;
import java.util.List;

/** The backbones beside a model. Needs no Spark session. */
public interface BackboneShelf {

  /**
   * Brings a backbone beside a model, once.
   *
   * @param model folder of the model; need not exist yet
   * @param source Hugging Face folder or one of the known jars
   * @param name name to give it
   */
  Entry importFrom(String model, String source, String name);

  List<Entry> listBackbones(String model);

  /** Reads every file of a backbone again and compares its hash; returns it when all is well. */
  Entry check(String model, String name);

  /**
   * @param name short name
   * @param hash SHA-256 of its content
   * @param takes what it takes
   * @param layers encoder layers
   * @param hidden width
   * @param parameters values
   * @param uri its folder
   */
  record Entry(
      String name,
      String hash,
      InputKind takes,
      int layers,
      int hidden,
      long parameters,
      String uri) {}
}
