package io.engram.jobs.service;

import java.util.List;

/** The backbones of a lake. Needs no Spark session. */
public interface BackboneShelf {

  /**
   * Brings a backbone into the lake, once.
   *
   * @param lake folder of the lake
   * @param source Hugging Face folder or one of the known jars
   * @param name name to give it
   */
  Entry importFrom(String lake, String source, String name);

  List<Entry> listBackbones(String lake);

  /** Reads every file of a backbone again and compares its hash; returns it when all is well. */
  Entry check(String lake, String name);

  /**
   * @param name short name
   * @param hash SHA-256 of its content
   * @param layers encoder layers
   * @param hidden width
   * @param parameters values
   * @param uri its folder
   */
  record Entry(String name, String hash, int layers, int hidden, long parameters, String uri) {}
}
