package io.engram.transformers.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import org.apache.spark.SparkEnv;
import org.apache.spark.serializer.SerializerInstance;
import scala.reflect.ClassTag$;

/**
 * Values as bytes of Java's own serialisation. Shuffles, results and broadcasts go by {@code
 * spark.serializer}, and where that is Kryo, as many clusters have it, a record cannot: bytes,
 * arrays, numbers and rows can.
 */
public final class JavaBytes {
  private JavaBytes() {}

  /** On the driver or an executor. */
  public static byte[] of(Serializable value) {
    ByteBuffer written = serializer().serialize(value, ClassTag$.MODULE$.apply(Object.class));
    byte[] bytes = new byte[written.remaining()];
    written.get(bytes);
    return bytes;
  }

  /**
   * @param bytes that {@link #of} made of a value of this type
   */
  public static <T> T read(byte[] bytes) {
    return serializer().deserialize(ByteBuffer.wrap(bytes), ClassTag$.MODULE$.apply(Object.class));
  }

  private static SerializerInstance serializer() {
    return SparkEnv.get().closureSerializer().newInstance();
  }
}
