package io.engram.transformers.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
import com.sun.jna.Function;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class NeuralRuntimeTest {
  @Test
  void liveArraysCountsEveryManagerAndSubManager() {
    NeuralRuntime runtime = NeuralRuntime.get();
    int before = runtime.liveArrays();
    try (NDManager outer = runtime.newManager();
        NDManager inner = outer.newSubManager()) {
      outer.create(1f);
      inner.create(2f);
      assertThat(runtime.liveArrays()).isEqualTo(before + 2);
    }
    assertThat(runtime.liveArrays()).isEqualTo(before);
  }

  @Test
  void aReleasedArrayOutlivesItsScope() {
    try (NDManager owner = NeuralRuntime.get().newManager()) {
      NDArray kept;
      try (TensorScope scope = TensorScope.open()) {
        kept = scope.release(scope.manager().create(3f), owner);
      }
      assertThat(kept.getFloat()).isEqualTo(3f);
    }
  }

  @Test
  void theProbeMeasuresOnce() {
    double first = NeuralRuntime.get().gigaflopsPerSecond();
    assertThat(first).isPositive();
    assertThat(NeuralRuntime.get().gigaflopsPerSecond()).isEqualTo(first);
  }

  @Test
  void thePathInUseIsTheOneChosenForThisProcessor() {
    NumericPath chosen =
        NumericPath.choose(RuntimeSetting.NUMERIC_PATH.value(), Processor.present());
    assertThat(NeuralRuntime.get().numericPath()).isEqualTo(chosen);
  }

  @Test
  void anInferenceThreadRecordsNoGradients() throws Exception {
    var executor = Executors.newSingleThreadExecutor();
    try {
      NeuralRuntime runtime = NeuralRuntime.get();
      assertThat(executor.submit(JniUtils::isGradMode).get()).isTrue();
      executor.submit(runtime::inferenceThread).get();
      assertThat(executor.submit(JniUtils::isGradMode).get()).isFalse();
    } finally {
      executor.shutdown();
    }
  }

  @Test
  void threadsMustBePositive() {
    assertThatThrownBy(() -> NeuralRuntime.get().setThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 1, got 0");
  }

  @Test
  void aLimitHoldsForItsThreadAloneAndUntilItIsClosed() throws Exception {
    NeuralRuntime runtime = NeuralRuntime.get();
    int before = runtime.threads();
    var other = Executors.newSingleThreadExecutor();
    try {
      runtime.setThreads(3);
      try (NeuralRuntime.Limit limit = runtime.limitThreads(1)) {
        assertThat(limit).isNotNull();
        assertThat(runtime.threads()).isEqualTo(1);
        assertThat(other.submit(runtime::threads).get()).isEqualTo(3);
      }
      assertThat(runtime.threads()).isEqualTo(3);
    } finally {
      other.shutdown();
      runtime.setThreads(before);
    }
  }

  /** What is set for this thread's matrix products alone is told by who sets it anew. */
  @Test
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void aLimitThatEndsInsideAnotherBringsThatOneBack() throws IOException {
    NeuralRuntime runtime = NeuralRuntime.get();
    Function local = LoadedLibrary.named("libtorch_cpu").getFunction("MKL_Set_Num_Threads_Local");
    int before = local.invokeInt(new Object[] {0});
    local.invokeInt(new Object[] {before});
    try (NeuralRuntime.Limit outer = runtime.limitThreads(2)) {
      try (NeuralRuntime.Limit inner = runtime.limitThreads(1)) {
        assertThat(local.invokeInt(new Object[] {1})).isEqualTo(1);
      }
      assertThat(local.invokeInt(new Object[] {2})).isEqualTo(2);
      assertThat(runtime.threads()).isEqualTo(2);
    }
    assertThat(local.invokeInt(new Object[] {before})).isEqualTo(before);
  }

  @Test
  void theDeviceIsTheFirstGpuWhereThereIsOne() {
    assertThat(DeviceChoice.choose("auto", null, 0)).isEqualTo(Device.cpu());
    assertThat(DeviceChoice.choose("auto", null, 2)).isEqualTo(Device.gpu(0));
    assertThat(DeviceChoice.choose("gpu:1", null, 2)).isEqualTo(Device.gpu(1));
    assertThat(DeviceChoice.choose("cpu", null, 2)).isEqualTo(Device.cpu());
  }

  @Test
  void aGrantedGpuIsTakenOnlyWhereTheEngineSeesIt() {
    assertThat(DeviceChoice.choose("auto", "1", 2)).isEqualTo(Device.gpu(1));
    assertThat(DeviceChoice.choose("auto", "0", 0)).isEqualTo(Device.cpu());
    assertThat(DeviceChoice.choose("auto", "3", 1)).isEqualTo(Device.gpu(0));
    assertThat(DeviceChoice.choose("auto", "GPU-8932f937", 1)).isEqualTo(Device.gpu(0));
    assertThat(DeviceChoice.choose("cpu", "1", 2)).isEqualTo(Device.cpu());
  }

  @Test
  void aGpuThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> DeviceChoice.choose("gpu:0", null, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("engram.device=gpu:0 but the engine sees 0 GPUs");
    assertThatThrownBy(() -> DeviceChoice.choose("cuda", null, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("auto, cpu or gpu:N, got cuda");
  }

  @Test
  void anotherJavaIsRefusedWithWhatToDo() {
    assertThatThrownBy(() -> EngineLoader.requireJava(25))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("Java 17, this is Java 25")
        .hasMessageContaining("JAVA_HOME");
  }

  @Test
  void aMissingNativeLibraryIsNamedWithThePlatform() {
    List<String> found = List.of("linux-x86_64");
    assertThatThrownBy(() -> EngineLoader.requireNative("osx-aarch64", found, null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("for osx-aarch64")
        .hasMessageContaining("found: [linux-x86_64]")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH");
    EngineLoader.requireNative("osx-aarch64", found, "/opt/libtorch");
  }

  @Test
  void propertiesNameTheEnvironmentVariable() {
    assertThat(RuntimeSetting.NUMERIC_PATH.variable()).isEqualTo("ENGRAM_NUMERIC_PATH");
  }
}
