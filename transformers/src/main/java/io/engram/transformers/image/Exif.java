package io.engram.transformers.image;

/**
 * The one thing of a camera's notes that matters here. Libraries read all of them, with arrays as
 * long as the file asks for; this looks at the entries of the first directory and nothing else, so
 * that megabytes of hostile EXIF cost what 64 entries do.
 */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final int SHORT = 3;
  private static final int MAX_ENTRIES = 64;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /**
   * @param bytes holds a TIFF header at {@code offset}
   * @return upright when there is no orientation or when the notes are damaged
   */
  static Orientation orientation(byte[] bytes, int offset, int length) {
    boolean little = ImageFormat.starts(bytes, offset, "II*\0");
    if (length < 14 || !little && !ImageFormat.starts(bytes, offset, "MM\0*")) {
      return Orientation.UPRIGHT;
    }
    Bytes tiff = new Bytes(bytes, offset, length, little);
    long directory = tiff.unsignedInt(4);
    if (directory < 8 || directory > length - 2) {
      return Orientation.UPRIGHT;
    }
    int entries = Math.min(tiff.unsignedShort((int) directory), MAX_ENTRIES);
    for (int i = 0; i < entries; i++) {
      long entry = directory + 2 + (long) i * ENTRY_BYTES;
      if (entry + ENTRY_BYTES > length) {
        break;
      }
      if (tiff.unsignedShort((int) entry) == ORIENTATION
          && tiff.unsignedShort((int) entry + 2) == SHORT) {
        return Orientation.of(tiff.unsignedShort((int) entry + 8));
      }
    }
    return Orientation.UPRIGHT;
  }
}
