package io.engram.transformers.lake.s3;

import io.engram.transformers.QuickJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;

/**
 * A real S3 server (s3proxy, objects in memory) in a JVM of its own, started once a test JVM at
 * first use; it ends with the test JVM.
 */
public final class S3Server {
  private static final String BUCKET = "engram";
  private static final Pattern STARTED = Pattern.compile("Started .*\\{127\\.0\\.0\\.1:(\\d+)\\}");
  private static S3Server shared;

  private final int port;

  private S3Server(int port) {
    this.port = port;
  }

  /** The server of this JVM. */
  public static synchronized S3Server shared() throws IOException {
    if (shared == null) {
      shared = start();
    }
    return shared;
  }

  /** Where it listens, on this machine only. */
  public int port() {
    return port;
  }

  /** Settings of s3a that reach it, as Hadoop names them. */
  public Map<String, String> settings() {
    return settings(port);
  }

  /** As {@link #settings()}, through something that listens on another port. */
  public static Map<String, String> settings(int port) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("fs.s3a.endpoint", "http://127.0.0.1:" + port);
    settings.put("fs.s3a.endpoint.region", "us-east-1");
    settings.put("fs.s3a.path.style.access", "true");
    settings.put("fs.s3a.access.key", "test");
    settings.put("fs.s3a.secret.key", "test");
    return settings;
  }

  /** A configuration whose s3a reaches it. */
  public Configuration conf() {
    return conf(port);
  }

  /** As {@link #conf()}, through something that listens on another port. */
  public static Configuration conf(int port) {
    Configuration conf = new Configuration();
    settings(port).forEach(conf::set);
    return conf;
  }

  /** A folder name nobody else uses. */
  public URI freshFolder() {
    return URI.create("s3a://" + BUCKET + "/test-" + UUID.randomUUID());
  }

  /** A bucket nobody else uses, so that Hadoop opens it with the configuration it is given next. */
  public URI freshBucket() throws IOException {
    String bucket = "bucket-" + UUID.randomUUID();
    createBucket(bucket);
    return URI.create("s3a://" + bucket);
  }

  private static S3Server start() throws IOException {
    Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "s3-server");
    Path properties = folder.resolve("s3proxy.properties");
    Files.writeString(
        properties,
        String.join(
            "\n",
            "s3proxy.authorization=none",
            "s3proxy.endpoint=http://127.0.0.1:0",
            "jclouds.provider=transient-nio2",
            "jclouds.identity=none",
            "jclouds.credential=none"));
    Path logging = folder.resolve("logback.xml");
    Files.writeString(logging, resource("logback.xml"));
    Path here =
        Path.of(
            URI.create(S3Server.class.getProtectionDomain().getCodeSource().getLocation() + ""));
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(QuickJvm.options());
    command.addAll(
        List.of(
            // The long forms of tests keep gigabytes in it.
            Integer.getInteger("engram.soak", 0) > 0 ? "-Xmx6g" : "-Xmx256m",
            "-Dlogback.configurationFile=" + logging.toUri(),
            "-cp",
            here + System.getProperty("path.separator") + resource("server.classpath"),
            S3ServerMain.class.getName(),
            "--properties",
            properties.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    S3Server server = new S3Server(portOf(process, folder.resolve("server.log")));
    server.createBucket(BUCKET);
    return server;
  }

  private static int portOf(Process process, Path log) throws IOException {
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      seen.append(line).append('\n');
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        drain(lines, log);
        return Integer.parseInt(started.group(1));
      }
    }
    throw new IOException("the S3 server did not start:\n" + seen);
  }

  private static void drain(BufferedReader lines, Path log) {
    Thread drain =
        new Thread(
            () -> {
              try (var out = Files.newBufferedWriter(log)) {
                lines.transferTo(out);
              } catch (IOException e) {
                // The server has ended.
              }
            },
            "s3-server-log");
    drain.setDaemon(true);
    drain.start();
  }

  private void createBucket(String bucket) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/" + bucket))
            .PUT(HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      HttpResponse<String> reply =
          HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() != 200) {
        throw new IOException("no bucket: " + reply.statusCode() + " " + reply.body());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the bucket was created", e);
    }
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = S3Server.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IOException(name + " is missing; the build of transformers writes it");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }
}
