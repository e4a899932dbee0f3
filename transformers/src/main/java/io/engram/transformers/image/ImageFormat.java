package io.engram.transformers.image;

import io.engram.transformers.input.UnreadableInputException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Formats that are read, told by a file's first bytes; its name is never asked. */
enum ImageFormat {
  JPEG,
  PNG,
  WEBP,
  BMP;

  private static final int LOOKED_AT = 512;

  /** What people have in columns of pictures and what is not read, with its first bytes. */
  private static final List<Other> OTHERS =
      List.of(
          new Other("GIF", 0, "GIF8"),
          new Other("TIFF", 0, "II*\0"),
          new Other("TIFF", 0, "MM\0*"),
          new Other("BigTIFF", 0, "II+\0"),
          new Other("BigTIFF", 0, "MM\0+"),
          new Other("AVIF", 4, "ftypavi"),
          new Other("HEIC", 4, "ftyphei"),
          new Other("HEIC", 4, "ftyphev"),
          new Other("HEIC", 4, "ftypmif1"),
          new Other("HEIC", 4, "ftypmsf1"),
          new Other("An MP4 or another film", 4, "ftyp"),
          new Other("JPEG 2000", 0, "\0\0\0\fjP  "),
          new Other("JPEG 2000", 0, "\u00ffO\u00ffQ"),
          new Other("JPEG XL", 0, "\u00ff\n"),
          new Other("JPEG XL", 0, "\0\0\0\fJXL "),
          new Other("A Photoshop file", 0, "8BPS"),
          new Other("An icon", 0, "\0\0\1\0"),
          new Other("PDF", 0, "%PDF"),
          new Other("PostScript", 0, "%!PS"),
          new Other("A zip archive", 0, "PK\3\4"),
          new Other("gzip", 0, "\u001f\u008b"),
          new Other("A netpbm picture", 0, "P6\n"),
          new Other("A netpbm picture", 0, "P5\n"));

  private record Other(String name, int offset, String magic) {}

  /**
   * @throws UnreadableInputException when it is none of the formats; names the one that it is
   */
  static ImageFormat of(byte[] bytes) {
    if (starts(bytes, 0, "\u00ff\u00d8\u00ff")) {
      return JPEG;
    }
    if (starts(bytes, 0, "\u0089PNG\r\n\u001a\n")) {
      return PNG;
    }
    if (starts(bytes, 0, "RIFF") && starts(bytes, 8, "WEBP")) {
      return WEBP;
    }
    if (starts(bytes, 0, "BM") && bytes.length >= 26) {
      return BMP;
    }
    throw new UnreadableInputException(
        notRead(bytes) + "; pictures are read from JPEG, PNG, WebP and BMP");
  }

  private static String notRead(byte[] bytes) {
    for (Other other : OTHERS) {
      if (starts(bytes, other.offset(), other.magic())) {
        return other.name() + " is not read";
      }
    }
    String text =
        new String(bytes, 0, Math.min(bytes.length, LOOKED_AT), StandardCharsets.ISO_8859_1)
            .stripLeading()
            .toLowerCase(Locale.ROOT);
    if (text.contains("<svg")) {
      return "SVG is not read";
    }
    if (text.startsWith("<!doctype html") || text.startsWith("<html")) {
      return "An HTML page is not read";
    }
    if (text.startsWith("<")) {
      return "XML is not read";
    }
    if (text.startsWith("data:image") || text.startsWith("/9j/") || text.startsWith("ivborw0k")) {
      return "Base64 text is not read (decode it into a column of bytes)";
    }
    StringBuilder first = new StringBuilder();
    for (int i = 0; i < Math.min(bytes.length, 8); i++) {
      first.append(String.format(Locale.ROOT, " %02x", bytes[i]));
    }
    return "Not a picture of a known format ("
        + bytes.length
        + " bytes that begin with"
        + first
        + ")";
  }

  static boolean starts(byte[] bytes, int offset, String magic) {
    if (offset < 0 || offset + magic.length() > bytes.length) {
      return false;
    }
    for (int i = 0; i < magic.length(); i++) {
      if ((bytes[offset + i] & 0xff) != magic.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
