package io.engram.transformers.lake.s3;

import java.io.IOException;

/** The server's JVM, which ends with the one that started it, however that ends. */
final class S3ServerMain {

  private S3ServerMain() {}

  /**
   * @param args those of s3proxy
   */
  public static void main(String[] args) throws ReflectiveOperationException {
    Thread parent = new Thread(S3ServerMain::waitForParent, "parent");
    parent.setDaemon(true);
    parent.start();
    Class.forName("org.gaul.s3proxy.Main")
        .getMethod("main", String[].class)
        .invoke(null, (Object) args);
  }

  private static void waitForParent() {
    try {
      System.in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (IOException e) {
      // A broken pipe says the same as a closed one.
    }
    Runtime.getRuntime().halt(0);
  }
}
