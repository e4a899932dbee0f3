package io.engram.transformers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumericPathTest {
  @ParameterizedTest
  @CsvSource({
    "auto, linux-x86_64, AuthenticAMD, MKL_INTEL",
    "auto, linux-x86_64, HygonGenuine, MKL_INTEL",
    "auto, linux-x86_64, GenuineIntel, PLAIN",
    "auto, win-x86_64, AuthenticAMD, PLAIN",
    "auto, linux-aarch64, '', PLAIN",
    "plain, linux-x86_64, AuthenticAMD, PLAIN",
    "mkl-intel, linux-x86_64, GenuineIntel, MKL_INTEL",
  })
  void theVendorDecidesUnlessTheSettingDoes(
      String setting, String platform, String vendor, NumericPath expected) {
    Processor processor = new Processor(platform, vendor, "", true);
    assertThat(NumericPath.choose(setting, processor)).isEqualTo(expected);
  }

  @Test
  void aProcessorWithoutAvx2TakesThePlainPath() {
    Processor old = new Processor("linux-x86_64", "AuthenticAMD", "", false);
    assertThat(NumericPath.choose("auto", old)).isEqualTo(NumericPath.PLAIN);
  }

  @Test
  void anImpossiblePathIsRefusedWithThePlatform() {
    Processor mac = new Processor("osx-aarch64", "", "", false);
    assertThatThrownBy(() -> NumericPath.choose("mkl-intel", mac))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("linux-x86_64 only")
        .hasMessageContaining("osx-aarch64");
  }

  @Test
  void anUnknownPathIsRefusedWithTheKnownOnes() {
    Processor processor = new Processor("linux-x86_64", "", "", true);
    assertThatThrownBy(() -> NumericPath.choose("bf16", processor))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auto, plain or mkl-intel, got bf16");
  }

  @Test
  void theProcessorIsReadFromTheKernelsDescription() {
    List<String> lines =
        List.of(
            "processor\t: 0",
            "vendor_id\t: AuthenticAMD",
            "model name\t: AMD EPYC",
            "flags\t\t: fpu avx avx2 sse");
    assertThat(Processor.of("linux-x86_64", lines))
        .isEqualTo(new Processor("linux-x86_64", "AuthenticAMD", "AMD EPYC", true));
  }

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, aarch64, osx-aarch64",
    "Windows 11, amd64, win-x86_64",
  })
  void platformsAreNamedAsTheNativeLibrariesAre(String name, String architecture, String expected) {
    assertThat(Processor.platform(name, architecture)).isEqualTo(expected);
  }

  @Test
  void theShippedLibraryIsTheOneThatWasBuilt() throws Exception {
    assertThat(MklVendorAnswer.sha256(MklVendorAnswer.content()))
        .isEqualTo(MklVendorAnswer.SHA_256);
  }
}
