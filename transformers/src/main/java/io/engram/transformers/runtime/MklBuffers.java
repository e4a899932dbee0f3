package io.engram.transformers.runtime;

import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * MKL keeps the buffers of matrix products for each thread that ever asked for one, also when the
 * thread has ended: 30 to 50 MB each. An executor's threads come and go for as long as it lives.
 */
final class MklBuffers {
  private static final Logger LOG = LoggerFactory.getLogger(MklBuffers.class);

  private MklBuffers() {}

  /** Buffers end with the product they serve. To be called before the first matrix product. */
  static void keepNone() {
    try {
      LoadedLibrary.named("libtorch_cpu").getFunction("mkl_serv_disable_fast_mm").invokeInt(null);
    } catch (IOException | LinkageError missing) {
      LOG.info("threads that end leave their buffers of matrix products: {}", missing.toString());
    }
  }
}
