package io.engram.jobs.report.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A page in a headless Chromium, driven by its DevTools protocol. Not for several threads. */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long PATIENCE_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final BlockingQueue<JsonNode> incoming = new LinkedBlockingQueue<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private int lastId;

  /** The program, where there is one. */
  static Optional<Path> program() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .flatMap(
            folder ->
                Stream.of("chromium", "chromium-browser", "google-chrome")
                    .map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts the browser.
   *
   * @param folder for its profile
   */
  Browser(Path folder) throws IOException {
    Path profile = Files.createDirectories(folder.resolve("profile"));
    process =
        new ProcessBuilder(
                program().orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--remote-debugging-port=0",
                "--remote-allow-origins=*",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("browser.log").toFile())
            .start();
    socket =
        HttpClient.newHttpClient()
            .newWebSocketBuilder()
            .buildAsync(page(port(profile)), new Listener())
            .join();
    for (String domain : List.of("Page", "Runtime", "Log", "Network", "DOM")) {
      call(domain + ".enable", Map.of());
    }
  }

  // The browser writes the port it got into this file.
  private String port(Path profile) throws IOException {
    Path file = profile.resolve("DevToolsActivePort");
    for (long i = 0; i < PATIENCE_SECONDS * 20; i++) {
      if (Files.exists(file) && Files.readAllLines(file).size() > 1) {
        return Files.readAllLines(file).get(0);
      }
      if (!process.isAlive()) {
        break;
      }
      pause(50);
    }
    throw new IOException(
        "Chromium did not start: " + Files.readString(profile.resolveSibling("browser.log")));
  }

  private static URI page(String port) throws IOException {
    for (JsonNode target :
        JSON.readTree(URI.create("http://127.0.0.1:" + port + "/json").toURL())) {
      if (target.get("type").asText().equals("page")) {
        return URI.create(target.get("webSocketDebuggerUrl").asText());
      }
    }
    throw new IOException("Chromium has no page at port " + port);
  }

  /** Opens a file and waits until it is loaded. */
  void open(Path page) throws IOException {
    complaints.clear();
    requests.clear();
    call("Page.navigate", Map.of("url", page.toAbsolutePath().toUri().toString()));
    await("Page.loadEventFired");
  }

  /** Width and height in CSS pixels, and the colours the reader prefers. */
  void show(int width, int height, boolean dark) throws IOException {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    call(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
  }

  /** Value of a JavaScript expression; of a promise what it is fulfilled with. */
  JsonNode evaluate(String expression) throws IOException {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
    if (result.has("exceptionDetails")) {
      throw new IOException(expression + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  /** Presses and releases a key in what has the focus. */
  void press(String key, int code, String text) throws IOException {
    for (String type : List.of("keyDown", "keyUp")) {
      call(
          "Input.dispatchKeyEvent",
          Map.of("type", type, "key", key, "windowsVirtualKeyCode", code, "text", text));
    }
  }

  /** Clicks at the middle of an element with the mouse. */
  void click(String selector) throws IOException {
    JsonNode middle =
        evaluate(
            """
            (() => { const element = document.querySelector(%s);
            element.scrollIntoView({block: 'center', inline: 'center'});
            const box = element.getBoundingClientRect();
            return [box.x + box.width / 2, box.y + box.height / 2]; })()"""
                .formatted(JSON.writeValueAsString(selector)));
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              middle.get(0).asDouble(),
              "y",
              middle.get(1).asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Picture of the whole page as PNG. */
  void screenshot(Path file) throws IOException {
    write(file, call("Page.captureScreenshot", Map.of("captureBeyondViewport", true)));
  }

  /** The page as it is printed. */
  void print(Path file) throws IOException {
    write(file, call("Page.printToPDF", Map.of("preferCSSPageSize", true)));
  }

  private static void write(Path file, JsonNode result) throws IOException {
    Files.createDirectories(file.getParent());
    Files.write(file, Base64.getDecoder().decode(result.get("data").asText()));
  }

  /** Errors and warnings of the console and uncaught exceptions since the page was opened. */
  List<String> complaints() {
    return List.copyOf(complaints);
  }

  /** Addresses that were asked for since the page was opened. */
  List<String> requests() {
    return List.copyOf(requests);
  }

  private JsonNode call(String method, Map<String, ?> parameters) throws IOException {
    ObjectNode message = JSON.createObjectNode();
    int id = ++lastId;
    message.put("id", id).put("method", method).set("params", JSON.valueToTree(parameters));
    socket.sendText(message.toString(), true).join();
    while (true) {
      JsonNode answer = next(method);
      if (answer.path("id").asInt() == id) {
        if (answer.has("error")) {
          throw new IOException(method + ": " + answer.get("error"));
        }
        return answer.get("result");
      }
    }
  }

  private void await(String event) throws IOException {
    while (!next(event).path("method").asText().equals(event)) {}
  }

  private JsonNode next(String waitingFor) throws IOException {
    try {
      JsonNode message = incoming.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new IOException("Chromium does not answer " + waitingFor);
      }
      note(message);
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for " + waitingFor, e);
    }
  }

  private void note(JsonNode message) {
    JsonNode parameters = message.path("params");
    switch (message.path("method").asText()) {
      case "Runtime.exceptionThrown" -> complaints.add(parameters.toString());
      case "Log.entryAdded" -> complaints.add(parameters.path("entry").toString());
      case "Runtime.consoleAPICalled" -> complaints.add(parameters.toString());
      case "Network.requestWillBeSent" ->
          requests.add(parameters.path("request").path("url").asText());
      default -> {}
    }
  }

  private static void pause(long millis) throws IOException {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        try {
          incoming.add(JSON.readTree(text.toString()));
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
        text.setLength(0);
      }
      from.request(1);
      return null;
    }
  }
}
