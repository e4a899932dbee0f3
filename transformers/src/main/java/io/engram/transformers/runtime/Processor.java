package io.engram.transformers.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The processor this JVM runs on.
 *
 * @param platform operating system and architecture, as in {@code linux-x86_64}
 * @param vendor as the processor names it, as in {@code AuthenticAMD}; empty when unknown
 * @param model as the processor names it; empty when unknown
 * @param avx2 whether it has the AVX2 instructions
 */
record Processor(String platform, String vendor, String model, boolean avx2) {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");

  static Processor present() {
    List<String> lines = List.of();
    try {
      if (Files.isReadable(CPU_INFO)) {
        lines = Files.readAllLines(CPU_INFO, StandardCharsets.UTF_8);
      }
    } catch (IOException unreadable) {
      // Unknown is a legal answer: the plain path is right on every processor.
      lines = List.of();
    }
    return of(platform(System.getProperty("os.name"), System.getProperty("os.arch")), lines);
  }

  static Processor of(String platform, List<String> cpuInfo) {
    return new Processor(
        platform,
        field(cpuInfo, "vendor_id"),
        field(cpuInfo, "model name"),
        List.of(field(cpuInfo, "flags").split(" ", -1)).contains("avx2"));
  }

  static String platform(String osName, String osArch) {
    String name = osName.toLowerCase(Locale.ROOT);
    String system = name.startsWith("mac") ? "osx" : name.startsWith("win") ? "win" : "linux";
    String architecture = osArch.equals("amd64") ? "x86_64" : osArch;
    return system + "-" + architecture;
  }

  boolean isAmd() {
    return vendor.equals("AuthenticAMD") || vendor.equals("HygonGenuine");
  }

  private static String field(List<String> lines, String name) {
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && line.substring(0, colon).trim().equals(name)) {
        return line.substring(colon + 1).trim();
      }
    }
    return "";
  }
}
