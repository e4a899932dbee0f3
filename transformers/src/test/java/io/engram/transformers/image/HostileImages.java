package io.engram.transformers.image;

import static io.engram.transformers.image.ImageBytes.bmp;
import static io.engram.transformers.image.ImageBytes.chunk;
import static io.engram.transformers.image.ImageBytes.exif;
import static io.engram.transformers.image.ImageBytes.header;
import static io.engram.transformers.image.ImageBytes.join;
import static io.engram.transformers.image.ImageBytes.jpeg;
import static io.engram.transformers.image.ImageBytes.latin;
import static io.engram.transformers.image.ImageBytes.png;
import static io.engram.transformers.image.ImageBytes.segment;
import static io.engram.transformers.image.ImageBytes.start;
import static io.engram.transformers.image.ImageBytes.with;
import static io.engram.transformers.image.ImageBytes.withSegment;
import static io.engram.transformers.image.ImageBytes.zeros;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;

/** More than 200 hostile and odd files, the same in every run, and what has to become of each. */
public final class HostileImages {
  /** 18 x 12 pixels. */
  private static final byte[] LOSSLESS =
      base64("UklGRjAAAABXRUJQVlA4TCMAAAAvEcACALmM6H/sIgrR/zCoaduAYdDFn2/PvlW8YiMm4NDnCAA=");

  /** 18 x 12 pixels. */
  private static final byte[] LOSSY =
      base64(
          "UklGRrQAAABXRUJQVlA4IKgAAADQBACdASoSAAwAPu1iqU2ppaOiMAgBMB2JbACdMoR3Ff/i1c1Wfc7EdOUZ+DBSAAD+"
              + "6f0gl0EQ2Q0FqgAHp73t1Gu1aoCPohFFj4fQtf+euW04fl2M6dKRryJVAH+u5/0lFOJO7+dXikj8kp1XnDViN+3O"
              + "z+Ac+1/Q/8QpzqoCvxQ2Clm6axXqpS5/9ifo97/9ifnotHH7y7ffyktfb8H+Ulsb7AcAAAA=");

  /** First 30 bytes of an animation. */
  private static final byte[] ANIMATION = base64("UklGRhYAAABXRUJQVlA4WAoAAAACAAAAEQAACwAA");

  private final List<HostileImage> images = new ArrayList<>();
  private final Random random = new Random(20260101);

  private HostileImages() {}

  /**
   * A file.
   *
   * @param height of the upright picture, 0 when it is refused
   * @param width of the upright picture, 0 when it is refused
   * @param error part of the message that refuses it, null when it is read
   */
  public record HostileImage(String name, byte[] bytes, int height, int width, String error) {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Writes all of them into a folder: {@code 017-read.img} is to be read, {@code 018-refused.img}
   * to be refused.
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    int number = 0;
    for (HostileImage image : all()) {
      String outcome = image.error() == null ? "read" : "refused";
      Files.write(folder.resolve("%03d-%s.img".formatted(number++, outcome)), image.bytes());
    }
  }

  public static List<HostileImage> all() {
    HostileImages table = new HostileImages();
    table.notPictures();
    table.jpegs();
    table.jpegHeaders();
    table.pngs();
    table.pngLies();
    table.bombs();
    table.bmps();
    table.webps();
    table.losslessWebps();
    table.random();
    return List.copyOf(table.images);
  }

  /** Ordinary: JPEG, PNG, lossy and lossless WebP, BMP. */
  public static List<byte[]> oneOfEachFormat() {
    return List.of(
        jpeg(33, 21, 3, false), png(9, 9, 8, 2, false), LOSSY, LOSSLESS, bmp(9, 9, 24, 0, 999));
  }

  private void read(String name, byte[] bytes, int height, int width) {
    images.add(new HostileImage(name, bytes, height, width, null));
  }

  private void refuse(String name, byte[] bytes, String error) {
    images.add(new HostileImage(name, bytes, 0, 0, error));
  }

  private void notPictures() {
    refuse("one byte", new byte[1], "Not a picture of a known format (1 bytes");
    refuse("zeros", new byte[1000], "Not a picture of a known format (1000 bytes");
    refuse("text", latin("hello, I am a picture"), "begin with 68 65 6c 6c");
    refuse("html", latin("<!DOCTYPE html><html></html>"), "An HTML page is not read");
    refuse("html in lower case", latin("\n <html><body>404"), "An HTML page is not read");
    refuse("xml", latin("<?xml version='1.0'?><Error/>"), "XML is not read");
    refuse("svg", latin("<?xml version='1.0'?><svg xmlns='x'/>"), "SVG is not read");
    refuse("svg with entities", latin("<!DOCTYPE x [<!ENTITY a 'b'>]><svg/>"), "SVG is not read");
    refuse("gif", latin("GIF89a\1\0\1\0"), "GIF is not read");
    refuse("tiff little", latin("II*\0\b\0\0\0"), "TIFF is not read");
    refuse("tiff big", latin("MM\0*\0\0\0\b"), "TIFF is not read");
    refuse("bigtiff", latin("II+\0\b\0\0\0"), "BigTIFF is not read");
    refuse("heic", latin("\0\0\0\u0018ftypheic"), "HEIC is not read");
    refuse("heif", latin("\0\0\0\u0018ftypmif1"), "HEIC is not read");
    refuse("avif", latin("\0\0\0\u0018ftypavif"), "AVIF is not read");
    refuse("mp4", latin("\0\0\0\u0018ftypisom"), "film is not read");
    refuse("jpeg 2000", latin("\0\0\0\fjP  \r\n"), "JPEG 2000 is not read");
    refuse("jpeg xl", latin("\u00ff\n\0\0"), "JPEG XL is not read");
    refuse("photoshop", latin("8BPS\0\1"), "Photoshop file is not read");
    refuse("icon", latin("\0\0\1\0\1\0"), "icon is not read");
    refuse("pdf", latin("%PDF-1.7"), "PDF is not read");
    refuse("postscript", latin("%!PS-Adobe"), "PostScript is not read");
    refuse("zip", latin("PK\3\4xxxx"), "zip archive is not read");
    refuse("gzip", latin("\u001f\u008b\b\0"), "gzip is not read");
    refuse("ppm", latin("P6\n1 1\n255\nabc"), "netpbm picture is not read");
    refuse("base64 png", latin("iVBORw0KGgoAAAANSUhEUg"), "Base64 text is not read");
    refuse("base64 jpeg", latin("/9j/4AAQSkZJRg"), "Base64 text is not read");
    refuse("data url", latin("data:image/png;base64,iVBO"), "Base64 text is not read");
    refuse("wav", latin("RIFF\0\0\0\0WAVEfmt "), "Not a picture of a known format");
    refuse("too long", start(png(9, 9, 8, 0, false), 64_000_001), "limit of 64000000");
    refuse("bm only", latin("BM and little else"), "Not a picture of a known format");
    refuse("riff only", latin("RIFF"), "Not a picture of a known format");
  }

  private void jpegs() {
    byte[] colours = jpeg(33, 21, 3, false);
    read("jpeg", colours, 21, 33);
    read("jpeg progressive", jpeg(33, 21, 3, true), 21, 33);
    read("jpeg grey", jpeg(33, 21, 1, false), 21, 33);
    read("jpeg grey progressive", jpeg(33, 21, 1, true), 21, 33);
    read("jpeg cmyk", jpeg(33, 21, 4, false), 21, 33);
    byte[] adobe = latin("Adobe\0d\0\0\0\0\2");
    read("jpeg ycck", withSegment(jpeg(33, 21, 4, false), 0xee, adobe), 21, 33);
    byte[] odd = latin("Adobe\0d\0\0\0\0\1");
    read(
        "jpeg of four components and three's transform",
        withSegment(jpeg(33, 21, 4, false), 0xee, odd),
        21,
        33);
    read("jpeg 1x1", jpeg(1, 1, 3, false), 1, 1);
    read("jpeg 10000x1", jpeg(10000, 1, 3, false), 1, 10000);
    read("jpeg 1x10000", jpeg(1, 10000, 3, false), 10000, 1);
    for (int orientation = 1; orientation <= 8; orientation++) {
      boolean turned = orientation > 4;
      read(
          "jpeg orientation " + orientation,
          withSegment(colours, 0xe1, exif(orientation, orientation % 2 == 0)),
          turned ? 33 : 21,
          turned ? 21 : 33);
    }
    read("jpeg orientation 0", withSegment(colours, 0xe1, exif(0, true)), 21, 33);
    read("jpeg orientation 65535", withSegment(colours, 0xe1, exif(65535, true)), 21, 33);
    byte[] note = exif(6, true);
    read("exif cut off", withSegment(colours, 0xe1, start(note, 20)), 21, 33);
    read("exif empty", withSegment(colours, 0xe1, start(note, 6)), 21, 33);
    read("exif far offset", withSegment(colours, 0xe1, with(note, 10, 255, 255, 255, 127)), 21, 33);
    read(
        "exif negative offset", withSegment(colours, 0xe1, with(note, 10, -1, -1, -1, -1)), 21, 33);
    read("exif offset on itself", withSegment(colours, 0xe1, with(note, 10, 0)), 21, 33);
    read("exif many entries", withSegment(colours, 0xe1, with(note, 14, -1, -1)), 33, 21);
    read("exif orientation of 4 bytes", withSegment(colours, 0xe1, with(note, 18, 4)), 33, 21);
    read("exif orientation of a byte", withSegment(colours, 0xe1, with(note, 18, 1)), 33, 21);
    read("exif orientation as text", withSegment(colours, 0xe1, with(note, 18, 2)), 21, 33);
    byte[] huge = join(note, new byte[65533 - note.length]);
    byte[] hundred = colours;
    for (int i = 0; i < 100; i++) {
      hundred = withSegment(hundred, 0xe1, huge);
    }
    read("exif of 6 MB", hundred, 33, 21);
    read("comment of 64 KB", withSegment(colours, 0xfe, new byte[65533]), 21, 33);
    read("profile that is none", withSegment(colours, 0xe2, latin("ICC_PROFILE\0\1\1xx")), 21, 33);
    read("broken jfif", withSegment(colours, 0xe0, latin("JFIF")), 21, 33);
    read("bytes behind the end", join(colours, new byte[5000]), 21, 33);
    read("two pictures", join(colours, colours), 21, 33);
    read("jpeg named png", jpeg(8, 8, 3, false), 8, 8);
  }

  private void jpegHeaders() {
    byte[] good = jpeg(33, 21, 3, false);
    int frame = segment(good, 0xc0);
    int scan = segment(good, 0xda);
    for (int length : new int[] {3, 4, 10, 20, 100, frame, frame + 5, frame + 12, scan, scan + 8}) {
      refuse(
          "jpeg cut off at " + length, start(good, length), "the JPEG is cut off after " + length);
    }
    for (int left : new int[] {1, 2, 3, 50, 100}) {
      refuse("jpeg without its last " + left, start(good, good.length - left), "is cut off after");
    }
    byte[] many = jpeg(33, 21, 3, true);
    for (int part = 2; part <= 9; part++) {
      refuse("progressive tenth " + part, start(many, many.length * part / 10), "is cut off after");
    }
    refuse("jpeg 65535x65535", with(good, frame + 5, 255, 255, 255, 255), "65535 x 65535 = ");
    refuse("jpeg 60000x60000", with(good, frame + 5, 234, 96, 234, 96), "60000 x 60000 = ");
    refuse("jpeg 7000x7000", with(good, frame + 5, 27, 88, 27, 88), "holds only");
    refuse("jpeg height 0", with(good, frame + 5, 0, 0), "33 x 0 pixels");
    refuse("jpeg width 0", with(good, frame + 7, 0, 0), "0 x 21 pixels");
    refuse("jpeg 12 bits", with(good, frame + 4, 12), "12 bits a sample");
    refuse("jpeg 0 bits", with(good, frame + 4, 0), "0 bits a sample");
    refuse("jpeg 2 components", with(good, frame + 9, 2), "2 components");
    refuse("jpeg 0 components", with(good, frame + 9, 0), "0 components");
    refuse("jpeg 255 components", with(good, frame + 9, 255), "255 components");
    refuse("jpeg lossless", with(good, frame + 1, 0xc3), "lossless or hierarchical");
    refuse("jpeg hierarchical", with(good, frame + 1, 0xc5), "lossless or hierarchical");
    refuse("jpeg arithmetic", with(good, frame + 1, 0xc9), "arithmetic coding");
    refuse("jpeg segment of 0", with(good, frame + 2, 0, 0), "says that it has 0 bytes");
    refuse("jpeg segment of 1", with(good, frame + 2, 0, 1), "says that it has 1 bytes");
    refuse("jpeg long segment", with(good, frame + 2, 255, 255), "is cut off");
    refuse("jpeg sampling 0", with(good, frame + 11, 0), "the JPEG is damaged");
    refuse("jpeg sampling 15", with(good, frame + 11, 0xff), "the JPEG is damaged");
    refuse("jpeg table 9", with(good, frame + 12, 9), "the JPEG is damaged");
    refuse("jpeg scan of nothing", with(good, scan + 4, 0), "the JPEG is damaged");
    refuse("jpeg scan of strangers", with(good, scan + 5, 77), "the JPEG is damaged");
    refuse("jpeg end only", latin("\u00ff\u00d8\u00ff\u00d9"), "ends before its picture begins");
    refuse("jpeg starts only", latin("\u00ff\u00d8\u00ff\u00d8\u00ff\u00d8"), "is cut off");
    refuse("jpeg two frames", join(start(good, scan), sub(good, frame, good.length)), "one frame");
    refuse("jpeg no frame", join(start(good, frame), sub(good, scan, good.length)), "ends before");
    int tables = segment(good, 0xc4);
    refuse(
        "jpeg no tables",
        join(start(good, 20), sub(good, frame, good.length)),
        "the JPEG is damaged");
    refuse("jpeg codes of 255", with(good, tables + 5, 255, 255, 255), "the JPEG is damaged");
  }

  private static byte[] sub(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }

  private void pngs() {
    for (int depth : new int[] {1, 2, 4, 8, 16}) {
      read("png grey " + depth, png(19, 7, depth, 0, false), 7, 19);
      read("png grey interlaced " + depth, png(19, 7, depth, 0, true), 7, 19);
    }
    for (int depth : new int[] {1, 2, 4, 8}) {
      byte[] palette = chunk("PLTE", new byte[3 << depth]);
      read("png palette " + depth, png(19, 7, depth, 3, false, palette), 7, 19);
      read("png palette interlaced " + depth, png(19, 7, depth, 3, true, palette), 7, 19);
      refuse("png no palette " + depth, png(19, 7, depth, 3, false), "the PNG is damaged");
    }
    for (int depth : new int[] {8, 16}) {
      for (int type : new int[] {2, 4, 6}) {
        read("png type " + type + " of " + depth, png(19, 7, depth, type, false), 7, 19);
        read("png type " + type + " interlaced of " + depth, png(19, 7, depth, type, true), 7, 19);
      }
    }
    read("png 1x1", png(1, 1, 8, 2, false), 1, 1);
    read("png 1x1 interlaced", png(1, 1, 8, 2, true), 1, 1);
    read("png 10000x1", png(10000, 1, 8, 2, false), 1, 10000);
    read("png 1x10000", png(1, 10000, 8, 2, false), 10000, 1);
    read("png 65535x1", png(65535, 1, 1, 0, false), 1, 65535);
    byte[] turned = chunk("eXIf", sub(exif(6, false), 6, 32));
    read("png orientation", png(19, 7, 8, 2, false, turned), 19, 7);
    byte[] prefixed = chunk("eXIf", exif(6, false));
    read("png orientation with a prefix", png(19, 7, 8, 2, false, prefixed), 19, 7);
    read("png unknown chunk", png(19, 7, 8, 2, false, chunk("abCd", new byte[99])), 7, 19);
    read("png empty data chunk", png(19, 7, 8, 2, false, chunk("IDAT", new byte[0])), 7, 19);
    read("png bytes behind the end", join(png(19, 7, 8, 2, false), new byte[99]), 7, 19);
  }

  private void pngLies() {
    byte[] good = png(19, 7, 8, 2, false);
    for (int length : new int[] {8, 12, 20, 33, 40, 45, good.length - 13, good.length - 1}) {
      refuse("png cut off at " + length, start(good, length), "the PNG is cut off");
    }
    refuse("png header checksum", with(good, 29, good[29] + 1), "checksum of its chunk IHDR");
    refuse("png data checksum", with(good, good.length - 13, 1 ^ good[good.length - 13]), "IDAT");
    refuse("png end checksum", with(good, good.length - 1, 0), "checksum of its chunk IEND");
    refuse("png data", with(good, 45, 1 ^ good[45]), "checksum of its chunk IDAT");
    refuse("png long chunk", with(good, 33, 127, 255, 255, 255), "the PNG is cut off");
    refuse("png negative chunk", with(good, 33, 255, 255, 255, 255), "the PNG is cut off");
    byte[] data = zeros(7 * 58);
    refuse("png width 0", png(header(0, 7, 8, 2, 0), data), "0 x 7 pixels");
    refuse("png height 0", png(header(19, 0, 8, 2, 0), data), "19 x 0 pixels");
    refuse("png negative", png(header(-1, -1, 8, 2, 0), data), "longer than the limit of 65535");
    refuse("png type 7", png(header(19, 7, 8, 7, 0), data), "colour type 7 with 8 bits");
    refuse("png type 5", png(header(19, 7, 8, 5, 0), data), "colour type 5 with 8 bits");
    refuse("png 3 bits", png(header(19, 7, 3, 0, 0), data), "colour type 0 with 3 bits");
    refuse("png 4 bits of colours", png(header(19, 7, 4, 2, 0), data), "type 2 with 4 bits");
    refuse("png 0 bits", png(header(19, 7, 0, 0, 0), data), "colour type 0 with 0 bits");
    refuse("png interlacing 2", png(header(19, 7, 8, 2, 2), data), "the PNG is damaged");
    refuse("png no data", png(header(19, 7, 8, 2, 0), new byte[0]), "holds only 0 bytes");
    refuse("png half the data", png(header(19, 7, 8, 2, 0), zeros(200)), "the PNG is damaged");
    refuse("png data no zlib", png(header(19, 7, 8, 2, 0), new byte[500]), "the PNG is damaged");
    refuse("png lying size", png(header(7000, 7000, 8, 2, 0), data), "holds only");
    byte[] filter = chunk("IDAT", raw(7, 58, 9));
    refuse("png filter 9", join(start(good, 33), filter, chunk("IEND", new byte[0])), "damaged");
    refuse("png palette of 1", png(19, 7, 8, 3, false, chunk("PLTE", new byte[1])), "damaged");
    read("png palette short", png(19, 7, 8, 3, false, chunk("PLTE", new byte[3])), 7, 19);
  }

  /** Rows that begin with a filter number. */
  private static byte[] raw(int rows, int rowBytes, int filter) {
    byte[] data = new byte[rows * rowBytes];
    for (int i = 0; i < data.length; i += rowBytes) {
      data[i] = (byte) filter;
    }
    Deflater deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    byte[] out = new byte[data.length + 100];
    int length = deflater.deflate(out);
    deflater.end();
    return start(out, length);
  }

  private void bombs() {
    byte[] bomb = png(20000, 20000, 1, 0, false);
    refuse("png 20000x20000", bomb, "20000 x 20000 = 400000000 pixels, more than the limit");
    byte[] palette = chunk("PLTE", new byte[3 << 8]);
    refuse("png 20000x20000 palette", png(20000, 20000, 8, 3, false, palette), "20000 x 20000 = ");
    refuse("png 65536x1", png(65536, 1, 8, 0, false), "a side longer than the limit of 65535");
    byte[] hundredMegabytes = zeros(100 << 20);
    byte[] name = latin("x\0\0");
    byte[] profile = chunk("iCCP", join(name, hundredMegabytes));
    byte[] text = chunk("zTXt", join(name, hundredMegabytes));
    byte[] international = chunk("iTXt", join(latin("x\0\1\0\0\0"), hundredMegabytes));
    read("png profile of 100 MB", png(19, 7, 8, 2, false, profile), 7, 19);
    read("png text of 100 MB", png(19, 7, 8, 2, false, text), 7, 19);
    read("png palette and text of 100 MB", png(19, 7, 8, 3, false, palette, text), 7, 19);
    read("png international text", png(19, 7, 8, 3, false, palette, international), 7, 19);
    read(
        "png 50 texts",
        png(19, 7, 8, 2, false, join(Collections.nCopies(50, text).toArray(byte[][]::new))),
        7,
        19);
    read("png more data than pixels", png(header(19, 7, 8, 2, 0), hundredMegabytes), 7, 19);
  }

  private void bmps() {
    byte[] plain = bmp(9, 9, 24, 0, 999);
    byte[] fifth = join(start(plain, 54), new byte[84], sub(plain, 54, plain.length));
    byte[] profile = with(with(with(fifth, 14, 124), 10, 138), 70, 'D', 'E', 'B', 'M');
    read("bmp with a profile that is none", with(profile, 126, 0, 1, 0, 0, 100), 9, 9);
    byte[] good = bmp(10, 6, 24, 0, 6 * 32);
    read("bmp 24", good, 6, 10);
    read("bmp top down", bmp(10, -6, 24, 0, 6 * 32), 6, 10);
    read("bmp 32", bmp(10, 6, 32, 0, 6 * 40), 6, 10);
    read("bmp 16", bmp(10, 6, 16, 0, 6 * 20), 6, 10);
    read("bmp 8", bmp(10, 6, 8, 0, 1024 + 6 * 12), 6, 10);
    read("bmp 4", bmp(10, 6, 4, 0, 64 + 6 * 8), 6, 10);
    read("bmp 1", bmp(10, 6, 1, 0, 8 + 6 * 4), 6, 10);
    read("bmp 10000x1", bmp(10000, 1, 24, 0, 30000), 1, 10000);
    for (int length : new int[] {26, 30, 50, 54, 100, good.length - 1}) {
      String error = length < 34 ? "the file is cut off" : "holds only";
      refuse("bmp cut off at " + length, start(good, length), error);
    }
    refuse("bmp 30000x30000", bmp(30000, 30000, 24, 0, 100), "30000 x 30000 = 900000000 pixels");
    refuse("bmp 7000x7000", bmp(7000, 7000, 24, 0, 100), "holds only 100 bytes");
    refuse("bmp runs 7000x7000", bmp(7000, 7000, 8, 1, 2000), "holds only");
    refuse("bmp most negative", bmp(10, Integer.MIN_VALUE, 24, 0, 100), "longer than the limit");
    refuse("bmp negative width", bmp(-10, 6, 24, 0, 300), "-10 x 6 pixels");
    refuse("bmp width 0", bmp(0, 6, 24, 0, 300), "0 x 6 pixels");
    refuse("bmp 2 bits", bmp(10, 6, 2, 0, 300), "2 bits a pixel with compression 0");
    refuse("bmp 64 bits", bmp(10, 6, 64, 0, 600), "64 bits a pixel");
    refuse("bmp with a jpeg", bmp(10, 6, 0, 4, 300), "0 bits a pixel with compression 4");
    refuse("bmp with a png", bmp(10, 6, 0, 5, 300), "0 bits a pixel with compression 5");
    refuse("bmp runs of 24", bmp(10, 6, 24, 1, 300), "24 bits a pixel with compression 1");
    refuse("bmp header of 7", with(good, 14, 7), "says that it has 7 bytes");
    refuse("bmp header of 4 G", with(good, 14, -1, -1, -1, -1), "says that it has 4294967295");
    refuse("bmp data in the header", with(good, 10, 3), "holds only");
    refuse("bmp data far away", with(good, 10, -1, -1, -1, 127), "holds only 0 bytes");
  }

  private void webps() {
    read("webp lossless", LOSSLESS, 12, 18);
    read("webp lossy", LOSSY, 12, 18);
    read("webp bytes behind the end", join(LOSSY, new byte[77]), 12, 18);
    refuse("webp animated", ANIMATION, "Animated WebP is not read");
    for (int length : new int[] {12, 16, 20, 25, 30, LOSSLESS.length - 1}) {
      refuse("webp cut off at " + length, start(LOSSLESS, length), "the WebP is cut off");
    }
    refuse("webp empty", with(start(LOSSLESS, 12), 4, 4), "it has no picture");
    refuse("webp long chunk", with(LOSSLESS, 16, -1, -1, -1, -1), "the WebP is damaged");
    refuse("webp signature", with(LOSSLESS, 20, 0), "no signature");
    refuse("webp 16384x16384", with(LOSSLESS, 21, 255, 255, 255, 15), "16384 x 16384 = ");
    refuse("webp lossy 16383x16383", with(LOSSY, 26, 255, 63, 255, 63), "16383 x 16383 = ");
    refuse("webp lossy 0x0", with(LOSSY, 26, 0, 0, 0, 0), "0 x 0 pixels");
    refuse("webp no key frame", with(LOSSY, 20, LOSSY[20] | 1), "key frame");
    refuse("webp start code", with(LOSSY, 23, 1), "key frame");
    refuse("webp big canvas", with(ANIMATION, 20, 0, 0, 0, 0, 255, 255, 255), "16777216 x 12");
    refuse("webp canvas only", with(ANIMATION, 20, 0), "it has no picture");
  }

  private void losslessWebps() {
    refuse("webp predicted 200 times", LosslessBits.predictedTwoHundredTimes(9), "twice");
    refuse("webp green 1000 times", LosslessBits.greenAThousandTimes(), "same transform twice");
    read("webp with 65536 groups", LosslessBits.lastOfManyGroups(1 << 16), 4, 4);
    for (int groups : new int[] {0, 1, 1000, 65_535}) {
      byte[] few = LosslessBits.lastOfManyGroups(groups);
      refuse("webp with %d of 65536 groups".formatted(groups), few, "end early");
    }
    for (int bits : new int[] {0, 12, 15}) {
      byte[] file = new LosslessBits(4, 4).put(2, 2).put(bits, 4).put(0, 1).codes().webp();
      refuse("webp cache of %d bits".formatted(bits), file, "no cache of colours with " + bits);
    }
    byte[] before = new LosslessBits(4, 4).picture().put(0, 1).copies().webp();
    refuse("webp copy of nothing", before, "copies pixels from before its first");
    byte[] empty = new LosslessBits(4, 4).picture().put(0, 1).put(0, 5 + 12 + 80).webp();
    refuse("webp code without lengths", empty, "the lengths of one of its prefix codes");
    for (int length : new int[] {26, 30, 40, LOSSLESS.length - 3}) {
      byte[] cut = with(start(LOSSLESS, length), 4, length - 8);
      refuse("webp of %d bytes".formatted(length), with(cut, 16, length - 20), "end early");
    }
  }

  private void random() {
    for (int i = 0; i < 5; i++) {
      byte[] noise = new byte[1 << (3 * i + 4)];
      random.nextBytes(noise);
      refuse("noise of " + noise.length, noise, "Not a picture of a known format");
      refuse("noise as png " + i, join(start(png(1, 1, 8, 0, false), 8), noise), "the PNG is");
      refuse("noise as bmp " + i, join(latin("BM"), new byte[12], noise), "");
      refuse("noise as webp " + i, join(latin("RIFF\0\0\0\0WEBP"), noise), "the WebP is");
    }
    byte[] png = png(19, 7, 8, 2, false);
    for (int i = 0; i < 20; i++) {
      int bit = (8 + random.nextInt(png.length - 8)) * 8 + random.nextInt(8);
      refuse("png with bit " + bit + " flipped", flipped(png, bit), "the PNG ");
    }
    byte[] jpeg = jpeg(33, 21, 3, false);
    int data = segment(jpeg, 0xda) + 14;
    for (int i = 0; i < 20; i++) {
      int bit = (data + random.nextInt(jpeg.length - 2 - data)) * 8 + random.nextInt(8);
      byte[] damaged = flipped(jpeg, bit);
      if (damaged[bit / 8] != -1) {
        read("jpeg with bit " + bit + " flipped", damaged, 21, 33);
      }
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    return with(bytes, bit / 8, bytes[bit / 8] ^ 1 << bit % 8);
  }

  private static byte[] base64(String text) {
    return Base64.getDecoder().decode(text);
  }
}
