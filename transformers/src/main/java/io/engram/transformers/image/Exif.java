package io.engram.transformers.image;

/**
 * The one thing of a camera's notes that matters here. Libraries read all of them, with arrays as
 * long as the file asks for; this looks at the entries of the first directory and nothing else, so
 * that megabytes of hostile EXIF cost what 64 entries do.
 */
final class Exif {
  private static final int ORIENTATION = 0x0112;
  private static final String PREFIX = "Exif\0\0";
  private static final int BYTE = 1;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int MAX_ENTRIES = 64;
  private static final int ENTRY_BYTES = 12;

  private Exif() {}

  /**
   * @param bytes holds a TIFF header at {@code offset}, or the prefix that JPEG has before it
   * @return upright when there is no orientation or when the notes are damaged
   */
  static Orientation orientation(byte[] bytes, int offset, int length) {
    if (length > PREFIX.length() && ImageFormat.starts(bytes, offset, PREFIX)) {
      return orientation(bytes, offset + PREFIX.length(), length - PREFIX.length());
    }
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
      if (tiff.unsignedShort((int) entry) == ORIENTATION) {
        return of(tiff, (int) entry);
      }
    }
    return Orientation.UPRIGHT;
  }

  private static Orientation of(Bytes tiff, int entry) {
    long value =
        switch (tiff.unsignedShort(entry + 2)) {
          case BYTE -> tiff.unsignedByte(entry + 8);
          case SHORT -> tiff.unsignedShort(entry + 8);
          case LONG -> tiff.unsignedInt(entry + 8);
          default -> 0;
        };
    return Orientation.of((int) Math.min(value, Integer.MAX_VALUE));
  }
}
